import type { Reporter } from './report.ts';

/** The names `--format` takes, in the order help lists them. */
export const FORMAT_NAMES = ['text', 'compact', 'json', 'sarif'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** Each format is loaded only when it is asked for. */
const LOADERS: Record<FormatName, () => Promise<Reporter>> = {
  text: async () => (await import('./text.ts')).text,
  compact: async () => (await import('./compact.ts')).compact,
  json: async () => (await import('./json.ts')).json,
  sarif: async () => (await import('./sarif.ts')).sarif,
};

/** The function that writes a format. */
export function loadReporter(name: FormatName): Promise<Reporter> {
  return LOADERS[name]();
}
