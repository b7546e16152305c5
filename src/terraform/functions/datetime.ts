import { NUMBER, STRING } from '../type.ts';
import { number, type Value } from '../value.ts';
import { type Call, type FunctionDefinition, fixed } from './call.ts';
import { formatDate, formatTimestamp, parseDuration, parseTimestamp } from './timestamp.ts';

/** Dates and times. */
export const dateTimeFunctions: Record<string, FunctionDefinition> = {
  formatdate: fixed([STRING, STRING], STRING, formatDateCall),
  plantimestamp: fixed([], STRING, (call) => call.unsupported('the result is the time of the plan')),
  timeadd: fixed([STRING, STRING], STRING, timeAdd),
  timecmp: fixed([STRING, STRING], NUMBER, timeCompare),
  timestamp: fixed([], STRING, (call) => call.unsupported('the result is the current time')),
};

function formatDateCall(call: Call): Value {
  const time = parseTimestamp(call.text(1));
  if (time === null) return notATimestamp(call, 1);
  const formatted = formatDate(call.text(0), time);
  return typeof formatted === 'string' ? call.string(formatted) : call.invalid(formatted.message);
}

function timeAdd(call: Call): Value {
  const time = parseTimestamp(call.text(0));
  if (time === null) return notATimestamp(call, 0);
  const duration = parseDuration(call.text(1));
  if (duration === null) return call.invalid(`"${call.text(1)}" is not a duration such as "1h30m"`);
  return call.string(formatTimestamp({ nanoseconds: time.nanoseconds + duration, offset: time.offset }));
}

function timeCompare(call: Call): Value {
  const [a, b] = [parseTimestamp(call.text(0)), parseTimestamp(call.text(1))];
  if (a === null) return notATimestamp(call, 0);
  if (b === null) return notATimestamp(call, 1);
  return number(a.nanoseconds < b.nanoseconds ? -1 : a.nanoseconds > b.nanoseconds ? 1 : 0, call.at);
}

function notATimestamp(call: Call, index: number): Value {
  return call.invalid(`"${call.text(index)}" is not a valid RFC3339 timestamp`);
}
