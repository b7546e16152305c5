import type { TextShape } from './text-shape.ts';

/** Words that tell production from everything else. Each may be several words, such as `pre-prod`. */
export interface EnvironmentWords {
  readonly production: readonly string[];
  readonly nonProduction: readonly string[];
}

export type Tier = 'production' | 'non-production';

/** Stands for an unknown part of a text; it is no separator, so that a word next to it is not taken for whole. */
const HOLE = '\uE000';

/** Compiled words; longer ones first, so that `pre-prod` is not read as `prod`. */
export type WordList = readonly { readonly tokens: readonly string[]; readonly tier: Tier }[];

/** Prepares words for `tierOfText`. Case and the kind of separator do not matter. */
export function compileWords(words: EnvironmentWords): WordList {
  let compiled = compiledWords.get(words);
  if (compiled === undefined) {
    compiled = compile(words);
    compiledWords.set(words, compiled);
  }
  return compiled;
}

/** Every deployment that is judged alike asks for the same words. */
const compiledWords = new WeakMap<EnvironmentWords, WordList>();

function compile({ production, nonProduction }: EnvironmentWords): WordList {
  const entry = (tier: Tier) => (word: string) => ({ tokens: tokensOf(word), tier });
  return [...production.map(entry('production')), ...nonProduction.map(entry('non-production'))]
    .filter(({ tokens }) => tokens.length > 0)
    .sort((a, b) => b.tokens.length - a.tokens.length);
}

/** What the whole words of a text say; null when they say nothing or contradict each other. */
export function tierOfText(text: string | TextShape, words: WordList): Tier | null {
  const tokens = tokensOf(typeof text === 'string' ? text : text.map((part) => part ?? HOLE).join(''));
  let found: Tier | null = null;
  for (let at = 0; at < tokens.length; ) {
    const word = words.find((candidate) => candidate.tokens.every((token, i) => token === tokens[at + i]));
    if (word !== undefined) {
      if (found !== null && found !== word.tier) return null;
      found = word.tier;
    }
    at += word?.tokens.length ?? 1;
  }
  return found;
}

/** Lower-case words without the digits that number them: `prod01` is `prod`. */
function tokensOf(text: string): string[] {
  const lower = text.toLowerCase();
  if (isAscii(lower)) {
    return (lower.match(/[a-z0-9\uE000]+/g) ?? []).map((token) => token.replace(/(?<=[a-z])[0-9]+$/, ''));
  }
  const tokens = lower.match(/[\p{L}\p{N}\uE000]+/gu) ?? [];
  return tokens.map((token) => token.replace(/(?<=\p{L})\p{N}+$/u, ''));
}

/** Only letters and digits, in lower case. */
export function bareWord(text: string): string {
  const lower = text.toLowerCase();
  return isAscii(lower) ? lower.replace(/[^a-z0-9]/g, '') : lower.replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether a text, but for holes, is plain: V8 takes a millisecond to prepare for all of Unicode, which few texts need. */
function isAscii(text: string): boolean {
  return /^[ -~\uE000]*$/.test(text);
}
