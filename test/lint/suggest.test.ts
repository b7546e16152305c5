import { describe, expect, it } from 'vitest';
import { didYouMean, suggest } from '../../src/lint/suggest.ts';

const RULES = ['immutable-tags', 'scan-on-push', 'kms-encryption', 'lifecycle-policy'];

describe('suggest', () => {
  it.each([
    ['imutable-tags', 'immutable-tags'],
    ['Immutable_Tags', 'immutable-tags'],
    ['scan-on-psuh', 'scan-on-push'],
    ['lifecycle-polices', 'lifecycle-policy'],
    ['immutable', 'immutable-tags'],
    ['kms', 'kms-encryption'],
  ])('takes %s for %s', (word, meant) => {
    expect(suggest(word, RULES)).toBe(meant);
  });

  it('suggests nothing for a word that is like none', () => {
    expect(suggest('public', RULES)).toBeNull();
    expect(suggest('', RULES)).toBeNull();
    expect(suggest('sc', RULES)).toBeNull();
    expect(suggest('pwsh', ['bash', 'zsh', 'fish'])).toBeNull();
  });

  it('takes no number for another', () => {
    expect(suggest('CKV_AWS_999', ['CKV_AWS_51', 'CKV_AWS_163'])).toBeNull();
    expect(suggest('CKV_AWS51', ['CKV_AWS_163', 'CKV_AWS_51'])).toBe('CKV_AWS_51');
  });

  it('counts a swap of neighbours as one mistake', () => {
    // Two replacements would be as far as the other candidate.
    expect(suggest('ba', ['cd', 'ab'])).toBe('ab');
  });

  it('makes a sentence of it', () => {
    expect(didYouMean('errro', ['error', 'warning'])).toBe(' Did you mean error?');
    expect(didYouMean('x', ['error', 'warning'])).toBe('');
  });
});
