/** Why a command cannot run at all: one sentence or two that say what, why and what to do. Ends with exit code 2. */
export class CannotRun extends Error {}

/** The sentence for a path on the command line that leads nowhere. */
export function noSuchPath(path: string): string {
  return `"${path}" cannot be read: there is no such file or directory. Check the path.`;
}
