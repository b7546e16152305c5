import type { EvaluatedResource } from '../terraform/resource.ts';
import { elementOf, type Reason, type Value } from '../terraform/value.ts';
import { type Answer, argumentOf, isAbsent, judge, knownText, textOf } from './argument.ts';
import { readJson } from './json-document.ts';
import { sameRegistry } from './registry.ts';

/**
 * Events that tell of scans, with the type of scanning that sends them.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html#image-scanning-enhanced-events
 */
const SCAN_EVENTS = [
  { source: 'aws.ecr', type: 'ECR Image Scan', scanning: 'BASIC' },
  { source: 'aws.inspector2', type: 'Inspector2 Scan', scanning: 'ENHANCED' },
  { source: 'aws.inspector2', type: 'Inspector2 Finding', scanning: 'ENHANCED' },
] as const;
type ScanEvent = (typeof SCAN_EVENTS)[number];

/** Which events an EventBridge rule selects, as far as scans are concerned. */
export interface ScanPattern {
  readonly rule: EvaluatedResource;
  /** The scan events it selects, or may. */
  readonly selected: readonly ScanEvent[];
  /** Set when parts of it are not known or more than lists of texts. */
  readonly isOpen: boolean;
  /** Those of its detail-types that name a scan event, in whatever case. */
  readonly named: readonly { readonly value: Value; readonly event: ScanEvent }[];
  /** Whether it selects nothing but the named ones. */
  readonly isOnlyScans: boolean;
  readonly detail: Value | null;
}

/** A rule of which the pattern is not known. */
export interface HiddenPattern {
  readonly rule: EvaluatedResource;
  readonly reason: Reason;
}

/** The rule's pattern if it is about scans, or the reason why that is not known; null where it is about something else. */
export function scanPatternOf(rule: EvaluatedResource): ScanPattern | HiddenPattern | null {
  const value = rule.body.attribute('event_pattern');
  if (value === null || isAbsent(value)) return null;
  const reading = readJson(value);
  if (reading.kind === 'unknown') return { rule, reason: reading.reason };
  if (reading.kind === 'invalid') return null;
  const sources = choicesIn(memberOf(reading.value, 'source'));
  const types = choicesIn(memberOf(reading.value, 'detail-type'));
  const named = (types?.texts ?? []).flatMap(({ text, value: own }) => {
    const event = SCAN_EVENTS.find(({ type }) => type.toLowerCase() === text.toLowerCase());
    return event === undefined ? [] : [{ value: own, event }];
  });
  const selected = SCAN_EVENTS.filter(({ source, type }) => mayChoose(sources, source) && mayChoose(types, type));
  const isOpen = sources?.isOpen === true || types?.isOpen === true;
  // One that says neither where events come from nor which they are is about everything.
  if (named.length === 0 && (sources === null || selected.length === 0)) return null;
  const isOnlyScans = types !== null && !types.isOpen && named.length === types.texts.length;
  return { rule, selected, isOpen, named, isOnlyScans, detail: memberOf(reading.value, 'detail') };
}

/** Why a rule never fires, with the value that is to blame; null where it may. */
export function deadPattern(
  pattern: ScanPattern,
  configurations: readonly EvaluatedResource[],
): { readonly why: string; readonly value: Value } | null {
  const [first] = pattern.named;
  if (first === undefined || pattern.isOpen || !pattern.isOnlyScans) return null;
  if (pattern.selected.length === 0) {
    const { source, type } = first.event;
    return { why: `an event "${type}" has exactly this name and the source "${source}"`, value: first.value };
  }
  return wrongScanning(pattern, first.value, configurations) ?? wrongStatus(pattern);
}

/** Basic scanning sends other events than enhanced scanning. */
function wrongScanning(
  { rule, selected, detail }: ScanPattern,
  value: Value,
  configurations: readonly EvaluatedResource[],
): { readonly why: string; readonly value: Value } | null {
  const other = configurations.find((configuration) => {
    if (sameRegistry(rule, configuration) !== 'yes' || configuration.presence.kind !== 'certain') return false;
    const type = argumentOf(configuration.body, 'scan_type');
    return selected.every(({ scanning }) => judge(type, (known) => isOther(textOf(known), scanning)) === 'yes');
  });
  if (other === undefined) return null;
  if (selected.every(({ scanning }) => scanning === 'BASIC')) {
    return {
      why: 'the registry uses enhanced scanning, which sends "Inspector2 Scan" and "Inspector2 Finding"',
      value,
    };
  }
  // Inspector also reports what it finds on servers and functions.
  if (!isAboutImages(detail)) return null;
  return { why: 'the registry uses basic scanning, which sends "ECR Image Scan"', value };
}

function isOther(type: string | null, scanning: ScanEvent['scanning']): boolean {
  return type === (scanning === 'BASIC' ? 'ENHANCED' : 'BASIC');
}

function isAboutImages(detail: Value | null): boolean {
  const types = choicesIn(memberOf(memberOf(detail, 'resources'), 'type'));
  return types !== null && !types.isOpen && types.texts.every(({ text }) => text === 'AWS_ECR_CONTAINER_IMAGE');
}

const STATUSES = new Set(['COMPLETE', 'FAILED']);

function wrongStatus({ selected, detail }: ScanPattern): { readonly why: string; readonly value: Value } | null {
  if (selected.some(({ scanning }) => scanning !== 'BASIC')) return null;
  const statuses = choicesIn(memberOf(detail, 'scan-status'));
  const [first] = statuses?.texts ?? [];
  if (statuses === null || first === undefined || statuses.isOpen) return null;
  if (statuses.texts.some(({ text }) => STATUSES.has(text))) return null;
  return { why: 'the scan-status of a scan is "COMPLETE" or "FAILED"', value: first.value };
}

/** Whether a rule tells of the scans of a repository. */
export function tellsOf({ rule, selected, isOpen, detail }: ScanPattern, name: Value | null): Answer {
  if (selected.length === 0 || isSwitchedOff(rule)) return 'no';
  const names = choicesIn(memberOf(detail, 'repository-name'));
  if (isOpen || rule.presence.kind === 'possible') return 'unknown';
  if (names === null) return 'yes';
  const text = knownText(name);
  if (text === null || names.isOpen) return 'unknown';
  // Inspector names repositories by their ARN.
  return names.texts.some((each) => each.text === text || each.text.endsWith(`/${text}`)) ? 'yes' : 'no';
}

function isSwitchedOff({ body }: EvaluatedResource): boolean {
  return (
    judge(argumentOf(body, 'state'), (value) => textOf(value) === 'DISABLED') === 'yes' ||
    judge(argumentOf(body, 'is_enabled'), (value) => textOf(value) === 'false') === 'yes'
  );
}

/** The texts that a member of a pattern asks for. */
interface Choices {
  readonly texts: readonly { readonly text: string; readonly value: Value }[];
  /** Set when it also takes what is not known or not listed, such as a prefix. */
  readonly isOpen: boolean;
}

function choicesIn(value: Value | null): Choices | null {
  if (value === null) return null;
  const items = 'items' in value ? value.items.map((item) => elementOf(value, item)) : [value];
  const texts = items.flatMap((item) => (item.kind === 'string' ? [{ text: item.value, value: item }] : []));
  return { texts, isOpen: texts.length < items.length };
}

function mayChoose(choices: Choices | null, text: string): boolean {
  return choices === null || choices.isOpen || choices.texts.some((each) => each.text === text);
}

function memberOf(value: Value | null, name: string): Value | null {
  if (value === null || (value.kind !== 'map' && value.kind !== 'object')) return null;
  const member = value.entries.get(name);
  return member === undefined ? null : elementOf(value, member);
}

/** Yes when both are, no when one is not. */
export function both(a: Answer, b: Answer): Answer {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'yes' ? b : a;
}
