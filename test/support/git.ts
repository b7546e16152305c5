import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withFolder } from './folder.ts';

/** What Git needs of the environment, with nothing of the user's own settings. */
export const GIT_ENVIRONMENT = {
  PATH: process.env.PATH ?? '',
  // Without it, nothing starts on Windows.
  SYSTEMROOT: process.env.SYSTEMROOT ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** A Git repository in a folder. */
export interface TestRepository {
  readonly folder: string;
  /** Runs Git and gives what it prints. */
  git(...args: readonly string[]): string;
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** Writes files and commits everything. */
  commit(files?: Readonly<Record<string, string | Uint8Array>>): void;
}

/** Calls `use` with a new repository, of which the given files are the first commit on `main`. */
export async function withRepository<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (repository: TestRepository) => T | Promise<T>,
): Promise<T> {
  return withFolder({}, (folder) => {
    const repository = repositoryIn(folder);
    repository.git('init', '--quiet', '--initial-branch=main');
    repository.commit(files);
    return use(repository);
  });
}

/** A repository that may have to be made yet. */
export function repositoryIn(folder: string): TestRepository {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], {
      cwd: folder,
      env: GIT_ENVIRONMENT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const write: TestRepository['write'] = (contents) => {
    for (const [name, content] of Object.entries(contents)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
  };
  return {
    folder,
    git,
    write,
    commit: (contents = {}) => {
      write(contents);
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', 'change');
    },
  };
}
