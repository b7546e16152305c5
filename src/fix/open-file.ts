import { parseJson } from '../hcl/json.ts';
import { type JsonDocument, parseJsonText } from '../hcl/json-reader.ts';
import { parseFile } from '../hcl/parse-file.ts';
import { parseTemplateText } from '../hcl/parser.ts';
import type { SourceFile } from '../hcl/source.ts';
import type { ParsedFile, Template } from '../hcl/syntax.ts';

/** A file that edits are made in, parsed. */
export type OpenFile =
  | { readonly syntax: 'native'; readonly file: SourceFile; readonly parsed: ParsedFile }
  | {
      readonly syntax: 'json';
      readonly file: SourceFile;
      readonly document: JsonDocument;
      /** Whether it is HCL in JSON, where strings are templates, and not a tfvars file or a policy. */
      readonly templates: boolean;
    }
  /** A text that `templatefile` or `file` reads. */
  | { readonly syntax: 'template'; readonly file: SourceFile; readonly template: Template };

/** Parses a file, once. What kind it is, its name says. */
export function openFile(file: SourceFile): OpenFile {
  let open = opened.get(file);
  if (open === undefined) {
    open = parse(file);
    opened.set(file, open);
  }
  return open;
}

const opened = new WeakMap<SourceFile, OpenFile>();

function parse(file: SourceFile): OpenFile {
  const { path } = file;
  if (isNative(path)) return { syntax: 'native', file, parsed: parseFile(file) };
  if (path.endsWith('.json')) {
    const document = parseJsonText(file);
    const templates = isJsonConfiguration(path);
    if (templates || document.errors.length === 0 || path.endsWith('.tfvars.json')) {
      return { syntax: 'json', file, document, templates };
    }
  }
  return { syntax: 'template', file, template: parseTemplateText(file).template };
}

/** Whether a file can be read as what its name says it is. */
export function isValid(file: SourceFile): boolean {
  let valid = validity.get(file);
  if (valid === undefined) {
    valid = judge(file);
    validity.set(file, valid);
  }
  return valid;
}

const validity = new WeakMap<SourceFile, boolean>();

function judge(file: SourceFile): boolean {
  const open = openFile(file);
  switch (open.syntax) {
    case 'native':
      return open.parsed.errors.length === 0;
    case 'json':
      return open.document.errors.length === 0 && (!open.templates || parseJson(file).errors.length === 0);
    case 'template':
      return parseTemplateText(file).errors.length === 0;
  }
}

/** Files in HCL's native syntax, tfvars and those of Terragrunt included. */
export function isNative(path: string): boolean {
  return /\.(?:tf|tofu|tfvars|hcl)$/.test(path);
}

function isJsonConfiguration(path: string): boolean {
  return /\.(?:tf|tofu)\.json$/.test(path);
}
