import type { Random } from './random.ts';

/** Pieces of the languages that are read, and what is known to be hard about text. */
const PIECES = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '"',
    '${',
    '%{',
    '~}',
    '$${',
    '=',
    '==',
    '!=',
    '=>',
    '...',
    '.',
    ',',
    ':',
    '?',
    '!',
  ],
  ...['-', '+', '*', '/', '%', '&&', '||', '<', '>=', '<<EOT\n', '<<-EOT\n', '\nEOT\n', '\n', '\r\n', '\r', '\t', ' '],
  ...['#', '//', '/*', '*/', '\\', '\\"', '\\u0000', '\\U0010ffff', '\u0000', '\uFEFF', '\u2028', '\ud800', '😀', 'é'],
  ...['null', 'true', 'false', '0', '1', '-1', '1e400', '0.1', '1e-7', '99999999999999999999', '""', '[]', '{}'],
  ...['var', 'local', 'module', 'data', 'aws_ecr_repository', 'aws_ecr_repository.this', 'module.ecr', 'data.aws_x'],
  ...['var.x', 'local.x', 'each.key', 'each.value', 'count.index', 'self', 'path.module', 'terraform.workspace'],
  ...['for x in y : x', 'for k, v in var.x : k => v...', 'if', 'else', 'endif', 'endfor', '[*]', '.*', '[0]', '["a"]'],
  ...['resource', 'module', 'variable', 'locals', 'data', 'provider', 'dynamic', 'content', 'lifecycle', 'moved'],
  ...['count', 'for_each', 'depends_on', 'providers', 'source', 'version', 'default', 'type', 'any', 'optional('],
  ...['jsonencode(', 'jsondecode(', 'merge(', 'try(', 'lookup(', 'format(', 'regex(', 'templatefile(', 'file('],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '"__proto__"', '..', '../..', '/etc/passwd'],
  ...['image_tag_mutability', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'scan_on_push', 'encryption_type', 'kms_key'],
  ...['"Principal"', '"AWS"', '"*"', '"Condition"', '"NotAction"', '"ecr:*"', '"rulePriority"', '"countType"'],
  ...['tagPatternList', 'sinceImagePushed', 'untagged', 'production', 'nonprod', 'ecrlint-ignore:', ' -- why'],
];

/** Damages a text in one to six places, mostly gently. `others` are texts to borrow from. */
export function mutate(text: string, others: readonly string[], random: Random): string {
  let mutated = text;
  for (let left = 1 + random.below(6); left > 0; left--) mutated = mutateOnce(mutated, others, random);
  return mutated;
}

function mutateOnce(text: string, others: readonly string[], random: Random): string {
  const at = random.below(text.length + 1);
  const end = Math.min(text.length, at + 1 + random.below(random.oneIn(4) ? 200 : 12));
  switch (random.below(12)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, end) + text.slice(at);
    case 2:
    case 3:
      return text.slice(0, at) + random.pick(PIECES) + text.slice(at);
    case 4:
      return text.slice(0, at) + random.pick(PIECES) + text.slice(end);
    case 5:
      return replaceWord(text, at, random);
    case 6:
      return borrow(text, at, random.pick(others), random);
    case 7:
      return swapLines(text, random);
    case 8:
      return repeatLine(text, random);
    case 9:
      return text.slice(0, at) + String.fromCharCode(random.below(0x250)) + text.slice(at + 1);
    case 10:
      return random.oneIn(8) ? nest(text, at, random) : text.slice(0, at) + random.pick(PIECES) + text.slice(at);
    default:
      return random.oneIn(6) ? wholeText(text, random) : replaceWord(text, at, random);
  }
}

/** Puts something else in place of the word, number or string at or behind a place. */
function replaceWord(text: string, at: number, random: Random): string {
  const match = /[\p{L}\p{N}_*:-]+/u.exec(text.slice(at));
  if (match === null) return text;
  const start = at + match.index;
  const words = text.match(/[\p{L}\p{N}_*:-]+/gu) ?? [];
  const word = random.oneIn(2) ? random.pick(PIECES) : random.pick(words);
  return text.slice(0, start) + word + text.slice(start + match[0].length);
}

function borrow(text: string, at: number, other: string, random: Random): string {
  const lines = other.split('\n');
  const first = random.below(lines.length);
  const taken = lines.slice(first, first + 1 + random.below(8)).join('\n');
  return `${text.slice(0, at)}${taken}${text.slice(at)}`;
}

function swapLines(text: string, random: Random): string {
  const lines = text.split('\n');
  const [a, b] = [random.below(lines.length), random.below(lines.length)];
  [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
  return lines.join('\n');
}

function repeatLine(text: string, random: Random): string {
  const lines = text.split('\n');
  const at = random.below(lines.length);
  lines.splice(at, 0, ...Array<string>(1 + random.below(random.oneIn(10) ? 100 : 3)).fill(lines[at] ?? ''));
  return lines.join('\n');
}

function nest(text: string, at: number, random: Random): string {
  const [open, close] = random.pick([
    ['(', ')'],
    ['[', ']'],
    ['{ a = ', ' }'],
    ['"${', '}"'],
    ['b {\n', '\n}'],
    ['f(', ')'],
    ['!', ''],
  ] as const);
  const depth = random.pick([3, 30, 300, 3000]);
  return text.slice(0, at) + open.repeat(depth) + (random.oneIn(2) ? '1' : '') + close.repeat(depth) + text.slice(at);
}

function wholeText(text: string, random: Random): string {
  switch (random.below(4)) {
    case 0:
      return text.replaceAll('\n', '\r\n');
    case 1:
      return `\uFEFF${text}`;
    case 2:
      return text.slice(0, random.below(text.length + 1));
    default:
      return text.replaceAll('"', '');
  }
}
