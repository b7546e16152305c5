import type { ArtifactChange, Location, Log, PhysicalLocation, Region, Result, Run } from 'sarif';
import { parseFile } from '../../../src/hcl/parse-file.ts';
import { SourceFile } from '../../../src/hcl/source.ts';
import { schemaErrors } from '../sarif/validate.ts';
import { offsetsOf, type Texts } from './texts.ts';

/** What GitHub takes. */
const MOST_RESULTS = 25_000;

/** What a SARIF log must hold but does not, beyond its schema as well: one sentence, or null. */
export function defectOfSarif(log: Log, texts: Texts): string | null {
  const [error] = schemaErrors(log);
  if (error !== undefined) return error;
  const [run] = log.runs;
  if (run === undefined || log.runs.length > 1) return 'there is not one run';
  const { results = [] } = run;
  if (results.length > MOST_RESULTS) return `there are ${results.length} results`;
  for (const result of results) {
    const defect = defectOfRule(result.ruleId, result.ruleIndex, run) ?? defectOfResult(result, texts);
    if (defect !== null) return `${result.ruleId}: ${defect}`;
  }
  for (const { associatedRule, locations = [] } of run.invocations?.[0]?.toolExecutionNotifications ?? []) {
    const defect =
      (associatedRule === undefined ? null : defectOfRule(associatedRule.id, associatedRule.index, run)) ??
      firstDefect(locations, (location) => defectOfPlace(location.physicalLocation, texts));
    if (defect !== null) return `a notification: ${defect}`;
  }
  return null;
}

function defectOfRule(id: string | undefined, index: number | undefined, run: Run): string | null {
  const rule = run.tool.driver.rules?.[index ?? -1];
  return rule !== undefined && rule.id === id ? null : `no rule of the list is ${id}`;
}

function defectOfResult(result: Result, texts: Texts): string | null {
  const { locations = [], relatedLocations = [], message, fixes = [] } = result;
  if (locations.length !== 1) return `it has ${locations.length} locations`;
  return (
    firstDefect([...locations, ...relatedLocations], (location) => defectOfPlace(location.physicalLocation, texts)) ??
    defectOfLinks(message.text ?? '', relatedLocations) ??
    firstDefect(fixes, ({ artifactChanges }) => firstDefect(artifactChanges, (change) => defectOfChange(change, texts)))
  );
}

function defectOfPlace(place: PhysicalLocation | undefined, texts: Texts): string | null {
  const uri = place?.artifactLocation?.uri;
  const text = uri === undefined ? undefined : texts.get(decodeURIComponent(uri));
  if (text === undefined) return `there is no file ${uri}`;
  const region = place?.region;
  if (region === undefined || rangeOf(region, text) !== null) return null;
  return `its region is outside of ${uri}: ${JSON.stringify(region)}`;
}

function rangeOf({ startLine, startColumn, endLine, endColumn }: Region, text: string): ReturnType<typeof offsetsOf> {
  const range = { startLine: startLine ?? 0, startColumn: startColumn ?? 0, endLine: endLine ?? 0 };
  return offsetsOf(text, { ...range, endColumn: endColumn ?? 0 }, 'code units');
}

/** Every link of a message leads to a related location, and each of these has an id of its own. */
function defectOfLinks(text: string, related: readonly Location[]): string | null {
  const ids = new Set(related.map(({ id }) => id));
  if (ids.size < related.length) return 'related locations share an id';
  for (const [link, id] of text.matchAll(/(?<!\\)\]\((\d+)\)/g)) {
    if (!ids.has(Number(id))) return `the link ${link} leads nowhere`;
  }
  return null;
}

/** What is to be put in place of pieces of a file: they follow each other, and a file that was valid stays so. */
function defectOfChange({ artifactLocation, replacements }: ArtifactChange, texts: Texts): string | null {
  const path = decodeURIComponent(artifactLocation.uri ?? '');
  const text = texts.get(path);
  if (text === undefined) return `a fix changes ${path}, which is not there`;
  let changed = '';
  let behind = 0;
  for (const { deletedRegion, insertedContent } of replacements) {
    const range = rangeOf(deletedRegion, text);
    if (range === null) return `a fix replaces what is outside of ${path}: ${JSON.stringify(deletedRegion)}`;
    if (range.start < behind) return `replacements in ${path} overlap`;
    changed += text.slice(behind, range.start) + (insertedContent?.text ?? '');
    behind = range.end;
  }
  changed += text.slice(behind);
  if (changed === text) return `a fix of ${path} changes nothing`;
  const before = parseFile(new SourceFile(path, text)).errors;
  const [error] = parseFile(new SourceFile(path, changed)).errors;
  return before.length > 0 || error === undefined ? null : `its fix breaks ${path}: ${error.message}`;
}

function firstDefect<T>(items: readonly T[], defectOf: (item: T) => string | null): string | null {
  for (const item of items) {
    const defect = defectOf(item);
    if (defect !== null) return defect;
  }
  return null;
}
