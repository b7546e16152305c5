import { describe, expect, it } from 'vitest';
import { wantsColour } from '../../src/cli/colour.ts';

describe('wantsColour', () => {
  it.each([
    ['a terminal', undefined, {}, true, true],
    ['a pipe', undefined, {}, false, false],
    ['a dumb terminal', undefined, { TERM: 'dumb' }, true, false],
    ['NO_COLOR', undefined, { NO_COLOR: '1' }, true, false],
    ['an empty NO_COLOR', undefined, { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR in a pipe', undefined, { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR in a dumb terminal', undefined, { FORCE_COLOR: '1', TERM: 'dumb' }, true, true],
    ['FORCE_COLOR=0', undefined, { FORCE_COLOR: '0' }, true, false],
    ['FORCE_COLOR=false', undefined, { FORCE_COLOR: 'false' }, true, false],
    ['an empty FORCE_COLOR', undefined, { FORCE_COLOR: '' }, false, false],
    ['NO_COLOR and FORCE_COLOR', undefined, { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['--color and NO_COLOR', true, { NO_COLOR: '1' }, false, true],
    ['--no-color and FORCE_COLOR', false, { FORCE_COLOR: '1' }, true, false],
  ])('%s', (_what, flag, environmentVariables, isTerminal, expected) => {
    expect(wantsColour(flag, environmentVariables, isTerminal)).toBe(expected);
  });
});
