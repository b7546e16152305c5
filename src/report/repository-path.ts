import { posix } from 'node:path';

/** A path that is relative to the working directory, as seen from the root of the repository. */
export function repositoryPath(path: string, pathInRepository: string): string {
  return posix.isAbsolute(path) ? path : posix.join(pathInRepository, path);
}
