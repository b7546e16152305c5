import { SourceFile } from '../../hcl/source.ts';
import { BOOL, makeSet, STRING, setOf } from '../type.ts';
import { ANY, bool, type Reason, string, type Value } from '../value.ts';
import { type Call, type FunctionDefinition, fixed, PARTIAL } from './call.ts';
import { globToPattern } from './glob.ts';

/** Files, and templates kept in them. */
export const filesystemFunctions: Record<string, FunctionDefinition> = {
  abspath: fixed([STRING], STRING, (call) => call.string(absolute(call, call.text(0)))),
  basename: fixed([STRING], STRING, (call) => call.changed(0, baseName(call.text(0)))),
  dirname: fixed([STRING], STRING, (call) => call.changed(0, directoryName(call.text(0)))),
  file: fixed([STRING], STRING, file),
  filebase64: fixed([STRING], STRING, (call) =>
    withBytes(call, (bytes) => call.string(Buffer.from(bytes).toString('base64'))),
  ),
  fileexists: fixed([STRING], BOOL, fileExists),
  fileset: fixed([STRING, STRING], setOf(STRING), fileSet),
  pathexpand: fixed([STRING], STRING, pathExpand),
  templatefile: fixed([STRING, PARTIAL], ANY, templateFile),
  templatestring: fixed([STRING, PARTIAL], STRING, templateString),
};

function file(call: Call): Value {
  const source = call.context.files.read(call.text(0));
  if (!(source instanceof SourceFile)) return unreadable(call, source);
  const composed = source.text.normalize('NFC');
  const text = composed === source.text ? { pieces: [{ kind: 'file', file: source } as const], encoded: null } : null;
  return string(composed, call.at, text);
}

/** Calls back with a file's bytes. */
export function withBytes(call: Call, use: (bytes: Uint8Array) => Value): Value {
  const bytes = call.context.files.readBytes(call.text(0));
  return bytes instanceof Uint8Array ? use(bytes) : unreadable(call, bytes);
}

function unreadable(call: Call, reason: Reason): Value {
  return call.because({ ...reason, place: reason.place ?? call.context.place });
}

function fileExists(call: Call): Value {
  const exists = call.context.files.exists(call.text(0));
  return typeof exists === 'boolean' ? bool(exists, call.at) : unreadable(call, exists);
}

function fileSet(call: Call): Value {
  const pattern = cleanPath(call.text(1));
  const matcher = globToPattern(pattern);
  if (matcher === null) return call.invalid(`the pattern "${call.text(1)}" is not valid`);
  const found = call.context.files.list(call.text(0));
  if (!isList(found)) return found.kind === 'invalid' ? makeSet([], call.at) : unreadable(call, found);
  const matching = found.filter((path) => matcher.test(path));
  return makeSet(
    matching.map((path) => string(path.normalize('NFC'), call.at)),
    call.at,
  );
}

function isList(found: readonly string[] | Reason): found is readonly string[] {
  return Array.isArray(found);
}

function pathExpand(call: Call): Value {
  const path = call.text(0);
  if (!path.startsWith('~')) return call.arg(0);
  if (path.length > 1 && path[1] !== '/') return call.invalid('cannot expand the home directory of another user');
  return call.unsupported('the home directory is that of whoever runs Terraform');
}

function templateFile(call: Call): Value {
  const source = call.context.files.read(call.text(0));
  return source instanceof SourceFile ? render(call, source) : unreadable(call, source);
}

/** A template that is not the text of a file has no places of its own to show: its result stands at the call. */
function templateString(call: Call): Value {
  const template = call.stringValue(0);
  const [only, ...others] = template.text?.pieces ?? [];
  if (only?.kind === 'file' && others.length === 0) return render(call, only.file);
  const result = render(call, new SourceFile(call.placeOf(0).file.path, template.value));
  if (result.kind === 'string') return call.string(result.value);
  if (result.kind !== 'unknown') return call.invalid('the template does not give a string');
  return call.because({ ...result.reason, place: call.context.place });
}

function render(call: Call, template: SourceFile): Value {
  const variables = call.arg(1);
  if (variables.kind === 'unknown') return call.unknownAs(variables);
  if (!('entries' in variables)) return call.invalid('the variables must be a map');
  const bad = [...variables.entries.keys()].find((name) => !/^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name));
  if (bad !== undefined) return call.invalid(`"${bad}" is not a valid name of a template variable`);
  return call.context.renderTemplate(template, variables);
}

function absolute(call: Call, path: string): string {
  return cleanPath(path.startsWith('/') ? path : `${call.context.files.baseDirectory}/${path}`);
}

/** Go's `filepath.Clean`. */
function cleanPath(path: string): string {
  const isRooted = path.startsWith('/');
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isRooted) kept.push(segment);
  }
  return isRooted ? `/${kept.join('/')}` : kept.join('/') || '.';
}

function baseName(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

function directoryName(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1));
}
