import type { Place } from '../../hcl/source.ts';

/** One mistake in a configuration file. */
export interface ConfigProblem {
  /** The key or the value that is wrong; null where it is the file itself. */
  readonly place: Place | null;
  /** As reports name it. */
  readonly file: string;
  /** The keys that lead there, such as `rules.scan-on-push.severity`; empty for the file itself. */
  readonly key: string;
  /** Sentences that say what is wrong and what to do. */
  readonly message: string;
}

/** More of one configuration are not read by anybody. */
const MOST_SHOWN = 20;

/** A configuration that cannot be used. Its message has a line for each mistake, with file, line and column. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(describe(problems));
    this.problems = problems;
  }
}

function describe(problems: readonly ConfigProblem[]): string {
  const [first, ...others] = problems;
  if (first !== undefined && others.length === 0) return lineOf(first);
  const hidden = problems.length - MOST_SHOWN;
  const lines = [`The configuration has ${problems.length} mistakes:`, ...problems.slice(0, MOST_SHOWN).map(lineOf)];
  if (hidden > 0) lines.push(`and ${hidden} more.`);
  return lines.join('\n');
}

function lineOf({ place, file, key, message }: ConfigProblem): string {
  const position = place?.file.position(place.start) ?? null;
  const where = position === null ? file : `${file}:${position.line}:${position.column}`;
  return `${where}: ${key === '' ? '' : `${key}: `}${message}`;
}

/** Keys as one text: `overrides[0].paths`; a key with other characters than a name has is quoted. */
export function keyText(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const name = /^[\w$/@-]+$/.test(step) ? step : JSON.stringify(step);
    return text === '' ? name : `${text}.${name}`;
  }, '');
}
