import { describe, expect, it } from 'vitest';
import { ConfigError, lint } from '../../../src/index.ts';
import { withFolder } from '../../support/folder.ts';
import { MUTABLE, only } from './found.ts';

const FILES = {
  '.ecrlint.yaml': only('immutable-tags: info'),
  'other.yaml': only('immutable-tags: error'),
  'main.tf': MUTABLE,
};

describe('the library', () => {
  it('looks for configurations as the command line does', async () => {
    await withFolder(FILES, async (workingDirectory) => {
      const severities = async (options: Parameters<typeof lint>[0]): Promise<string[]> =>
        (await lint({ workingDirectory, ...options })).findings.map(({ rule, severity }) => `${rule} ${severity}`);
      expect(await severities({})).toEqual(['immutable-tags info']);
      expect(await severities({ config: 'other.yaml' })).toEqual(['immutable-tags error']);
      const selection = { only: ['immutable-tags'] };
      expect(await severities({ config: null, selection })).toEqual(['immutable-tags warning']);
    });
  });

  it('rejects with what is wrong, with its place', async () => {
    await withFolder({ ...FILES, '.ecrlint.yaml': 'rules:\n  nothing: off\n' }, async (workingDirectory) => {
      const error: unknown = await lint({ workingDirectory }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ConfigError);
      const { problems } = error as ConfigError;
      expect(problems.map(({ file, key, place }) => [file, key, place?.file.position(place.start)])).toEqual([
        ['.ecrlint.yaml', 'rules.nothing', { line: 2, column: 3 }],
      ]);
    });
  });
});
