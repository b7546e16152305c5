/** A plug-in that cannot be loaded, or a rule of one that fails: what happened, in which plug-in, and what to do. */
export class PluginError extends Error {}

/** The cause of a failure in one line. */
export function causeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [line = ''] = message.split('\n');
  return line.replace(/\.$/, '') || 'it says nothing of why';
}
