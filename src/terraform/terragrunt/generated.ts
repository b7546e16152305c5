import { parseFile } from '../../hcl/parse-file.ts';
import { SourceFile } from '../../hcl/source.ts';
import { joinFiles, type ModuleConfig } from '../module-config.ts';
import type { Reason, TextPiece, Value } from '../value.ts';
import type { TerragruntConfig } from './config.ts';

/** The files that Terragrunt writes beside a module. */
export interface Generated {
  readonly config: ModuleConfig;
  /** Why there may be more in them than is known; null where there is not. */
  readonly unread: Reason | null;
}

/** Stands for text that is not known: an unknown value inside of quotes, and a syntax error elsewhere. */
const UNKNOWN_TEXT = '${unknown}';

/**
 * Reads what a unit generates. Its text is nobody's to blame or to edit: it has no places of its own.
 * https://terragrunt.gruntwork.io/docs/reference/config-blocks-and-attributes/#generate
 */
export function readGenerated(config: TerragruntConfig): Generated {
  const { contents, unread } = config.generated();
  const { path } = config.parsed.file;
  let hidden = unread;
  const files = [...contents].flatMap(([name, value]) => {
    const text = textOf(value);
    if (text !== null) return [parseFile(new SourceFile(path, text, true))];
    const message = `what is generated as ${name} is not known`;
    hidden ??= value.kind === 'unknown' ? value.reason : { kind: 'invalid', message, place: null };
    return [];
  });
  const joined = joinFiles('', files);
  if (joined.incomplete !== null) {
    hidden ??= { kind: 'unsupported', message: 'what Terragrunt generates is only known in part', place: null };
  }
  return { config: joined, unread: hidden };
}

/** The text of a string, as far as it is known; null where nothing is. */
function textOf(value: Value): string | null {
  if (value.kind === 'string') return value.value;
  const pieces = value.kind === 'unknown' ? (value.text?.pieces ?? null) : null;
  return pieces === null ? null : pieces.map(textOfPiece).join('');
}

function textOfPiece(piece: TextPiece): string {
  switch (piece.kind) {
    case 'text':
      return piece.part.value;
    case 'file':
      return piece.file.text;
    case 'value':
      return textOf(piece.value) ?? UNKNOWN_TEXT;
  }
}

/** A module with the providers, variables and locals that are generated beside it. */
export function withGenerated(module: ModuleConfig, generated: ModuleConfig): ModuleConfig {
  return {
    ...module,
    providers: new Map([...module.providers, ...generated.providers]),
    variables: new Map([...generated.variables, ...module.variables]),
    locals: new Map([...generated.locals, ...module.locals]),
  };
}
