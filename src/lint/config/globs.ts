import type { Ignore } from 'ignore';
import { gitignore } from '../../hcl/lazy.ts';

/** Says whether a path matches: relative to a folder, with `/`; a folder's ends in one. */
export type PathMatcher = (path: string) => boolean;

/**
 * What keeps a pattern from matching anything: a sentence with what to do; null for a pattern that is good. Patterns
 * are those of `.gitignore` files (https://git-scm.com/docs/gitignore#_pattern_format).
 */
export function patternProblem(pattern: string): string | null {
  const bare = pattern.replace(/^!/, '');
  if (bare.trim() === '' || bare === '/') return 'An empty pattern matches nothing. Write a path such as legacy/.';
  if (/^\.\.?(?:\/|$)|\/\.\.?(?:\/|$)/.test(bare)) {
    return 'A pattern is relative to the folder of the configuration and cannot lead out of it. Write it without . and ..';
  }
  if (bare.startsWith('#')) return 'A pattern that begins with # is a comment. Write \\# for a name that begins so.';
  if (/^[a-z]:[\\/]/i.test(bare))
    return 'A pattern is relative to the folder of the configuration. Leave the drive out.';
  if (/\\[^#!\\*?[\] ]/.test(bare)) return 'Folders are separated by /, not by \\.';
  if (/\{[^}]*,[^}]*\}/.test(bare)) return 'Braces do not stand for alternatives. Write one pattern for each.';
  if (isOpenSet(bare)) return 'The set that [ begins is not closed. Add the ], or write \\[ for the character.';
  return null;
}

function isOpenSet(pattern: string): boolean {
  const rest = pattern.replace(/\\./g, '');
  const open = rest.lastIndexOf('[');
  return open !== -1 && !rest.slice(open + 2).includes(']');
}

/** A matcher of `.gitignore` patterns, of which later ones count more. Letter case matters. */
export function matcher(patterns: readonly string[]): PathMatcher {
  if (patterns.length === 0) return () => false;
  let compiled: Ignore | null = null;
  const cached = new Map<string, boolean>();
  return (path) => {
    let answer = cached.get(path);
    if (answer === undefined) {
      const create = gitignore();
      compiled ??= create({ ignorecase: false }).add([...patterns]);
      answer = create.isPathValid(path) && compiled.test(path).ignored;
      cached.set(path, answer);
    }
    return answer;
  };
}
