import type { Log, Notification, ReportingDescriptor, Result, Run } from 'sarif';
import { compareCodePoints } from '../../terraform/value.ts';
import { printableJson } from '../printable.ts';
import { leftOutSentence, worst } from './limit.ts';

/** From worst to mildest. */
const LEVELS: readonly (Result.level | undefined)[] = ['error', 'warning', 'note', 'none'];

/** Joins SARIF logs of this program, of one version, into one log with one run. Rules and results are there once. */
export function mergeSarif(logs: readonly [Log, ...Log[]]): Log {
  const [{ $schema, version }] = logs;
  const [first, ...others] = logs.flatMap(({ runs }) => runs);
  return {
    ...($schema === undefined ? {} : { $schema }),
    version,
    runs: first === undefined ? [] : [mergeRuns([first, ...others])],
  };
}

/** The text of a log. */
export function sarifText(log: Log): string {
  return `${printableJson(JSON.stringify(log, null, 2))}\n`;
}

function mergeRuns(runs: readonly [Run, ...Run[]]): Run {
  const rules = new Map<string, ReportingDescriptor>();
  for (const { tool } of runs) {
    for (const rule of tool.driver.rules ?? []) if (!rules.has(rule.id)) rules.set(rule.id, rule);
  }
  const indexes = new Map([...rules.keys()].map((id, index) => [id, index]));
  const all = distinctResults(runs.flatMap(({ results = [] }) => results))
    .map((result) => withRuleIndex(result, indexes))
    .sort(byPlace);
  const results = worst(all, rank);
  // What tells shards apart does not hold for the whole.
  const { automationDetails, ...first } = runs[0];
  return {
    ...first,
    tool: { ...first.tool, driver: { ...first.tool.driver, rules: [...rules.values()] } },
    invocations: [
      {
        executionSuccessful: runs.every(({ invocations = [] }) =>
          invocations.every(({ executionSuccessful }) => executionSuccessful),
        ),
        toolExecutionNotifications: [
          ...(all.length === results.length ? [] : [leftOut(all.length - results.length)]),
          ...notificationsOf(runs, indexes),
        ],
      },
    ],
    results: [...results],
  };
}

/** Two runs may find the same at the same place; of those, the worst stays. */
function distinctResults(results: readonly Result[]): Result[] {
  const byKey = new Map<string, Result>();
  for (const result of results) {
    const { ruleId, message, locations } = result;
    const key = JSON.stringify([ruleId, message.text, locations?.[0]?.physicalLocation]);
    const known = byKey.get(key);
    if (known === undefined || rank(result) < rank(known)) byKey.set(key, result);
  }
  return [...byKey.values()];
}

function rank({ level, suppressions = [] }: Result): number {
  return LEVELS.indexOf(level) + (suppressions.length === 0 ? 0 : LEVELS.length);
}

function withRuleIndex(result: Result, indexes: ReadonlyMap<string, number>): Result {
  const { ruleIndex, ...others } = result;
  const index = indexes.get(result.ruleId ?? '');
  return index === undefined ? others : { ...others, ruleIndex: index };
}

function notificationsOf(runs: readonly Run[], indexes: ReadonlyMap<string, number>): Notification[] {
  const all = runs
    .flatMap(({ invocations = [] }) => invocations)
    .flatMap(({ toolExecutionNotifications = [] }) => toolExecutionNotifications)
    .map((notification): Notification => {
      const id = notification.associatedRule?.id;
      if (id === undefined) return notification;
      const index = indexes.get(id);
      return { ...notification, associatedRule: { id, ...(index === undefined ? {} : { index }) } };
    });
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function leftOut(count: number): Notification {
  return { level: 'warning', message: { text: leftOutSentence(count) } };
}

function byPlace(a: Result, b: Result): number {
  const [one, other] = [placeOf(a), placeOf(b)];
  return (
    compareCodePoints(one.uri, other.uri) ||
    one.line - other.line ||
    one.column - other.column ||
    compareCodePoints(a.ruleId ?? '', b.ruleId ?? '')
  );
}

function placeOf({ locations }: Result): { uri: string; line: number; column: number } {
  const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
  return { uri: artifactLocation?.uri ?? '', line: region?.startLine ?? 0, column: region?.startColumn ?? 0 };
}
