import { dataOf, type ReportData } from './data.ts';
import type { Report, Reporter } from './report.ts';

/** The names `--format` takes, in the order help lists them. */
export const FORMAT_NAMES = ['text', 'compact', 'json', 'sarif', 'github', 'junit', 'gitlab', 'markdown'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** Writes what is left of a report when there is no text of the files. */
export type DataReporter = (data: ReportData) => string;

/** Each format is loaded only when it is asked for. */
const DATA_LOADERS = {
  compact: async () => (await import('./compact.ts')).compact,
  json: async () => (await import('./json.ts')).jsonOf,
  github: async () => (await import('./github.ts')).github,
  junit: async () => (await import('./junit.ts')).junit,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  markdown: async () => (await import('./markdown.ts')).markdown,
} satisfies Partial<Record<FormatName, () => Promise<DataReporter>>>;

/** The formats that need no text of the files, so that reports of several runs can be joined in them. */
export type DataFormatName = keyof typeof DATA_LOADERS;
export const DATA_FORMAT_NAMES = FORMAT_NAMES.filter((name): name is DataFormatName => name in DATA_LOADERS);

/** The function that writes a format. */
export async function loadReporter(name: FormatName): Promise<Reporter> {
  switch (name) {
    case 'text':
      return (await import('./text.ts')).text;
    case 'sarif':
      return (await import('./sarif.ts')).sarif;
    default: {
      const write = await loadDataReporter(name);
      return (report: Report) => write(dataOf(report));
    }
  }
}

/** The function that writes a format of data. */
export function loadDataReporter(name: DataFormatName): Promise<DataReporter> {
  return DATA_LOADERS[name]();
}
