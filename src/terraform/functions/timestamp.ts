/** A moment, and the zone it is shown in. */
export interface Timestamp {
  /** Since 1970 in UTC. */
  readonly nanoseconds: bigint;
  /** Minutes east of UTC. */
  readonly offset: number;
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** Reads an RFC 3339 timestamp as strictly as Terraform; null when it is none. */
export function parseTimestamp(text: string): Timestamp | null {
  const match = RFC3339.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  const [fraction = '', zoneSign, zoneHour = '0', zoneMinute = '0'] = match.slice(7);
  if (Number(zoneHour) > 23 || Number(zoneMinute) > 59) return null;
  const offset = (zoneSign === '-' ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute));
  const local = fromFields([year!, month!, day!, hour!, minute!, second!]);
  if (local === null) return null;
  const nanoseconds = BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  return { nanoseconds: (BigInt(local) - BigInt(offset) * 60_000n) * 1_000_000n + nanoseconds, offset };
}

/** Milliseconds since 1970 of a date and time; null when there is no such date. */
export function fromFields(fields: readonly [number, number, number, number, number, number]): number | null {
  const [year, month, day, hour, minute, second] = fields;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  return date.setUTCHours(hour, minute, second);
}

/** As RFC 3339, without fractions of a second. */
export function formatTimestamp(time: Timestamp): string {
  const { year, month, day, hour, minute, second } = fieldsOf(time);
  const date = `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
  return `${date}T${pad(hour)}:${pad(minute)}:${pad(second)}${time.offset === 0 ? 'Z' : zone(time.offset, ':')}`;
}

const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Reads a duration as Go writes them, such as `-1.5h` or `1h30m`, in nanoseconds; null when it is none. */
export function parseDuration(text: string): bigint | null {
  const match = /^([+-]?)(.+)$/s.exec(text);
  if (match === null) return null;
  const [, sign, rest = ''] = match;
  if (rest === '0') return 0n;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/.test(rest)) return null;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of rest.matchAll(
    /(\d*)(?:\.(\d*))?(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g,
  )) {
    const scale = NANOSECONDS[unit] ?? 0;
    total += BigInt(whole === '' ? 0 : whole) * BigInt(scale) + BigInt(Math.trunc(Number(`0.${fraction}0`) * scale));
  }
  // Go counts in 64 bits, which end after some 292 years.
  if (total > 2n ** 63n - 1n) return null;
  return sign === '-' ? -total : total;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** A time in the form that `formatdate` describes by runs of letters, or what is wrong with that. */
export function formatDate(format: string, time: Timestamp): string | { readonly message: string } {
  const fields = fieldsOf(time);
  let result = '';
  for (const [token] of format.matchAll(/'(?:[^']|'')*'?|([a-zA-Z])\1*|[^a-zA-Z']+/g)) {
    if (token === "''") {
      result += "'";
      continue;
    }
    if (token.startsWith("'")) {
      if (token.length < 2 || !token.endsWith("'")) return { message: 'a quoted text is not closed' };
      result += token.slice(1, -1).replaceAll("''", "'");
      continue;
    }
    const shown = /^[a-zA-Z]/.test(token) ? formatField(token, fields, time.offset) : token;
    if (shown === null) return { message: `the format does not know "${token}"` };
    result += shown;
  }
  return result;
}

function formatField(token: string, fields: Fields, offset: number): string | null {
  const twelve = fields.hour % 12 === 0 ? 12 : fields.hour % 12;
  switch (token) {
    case 'YYYY':
      return pad(fields.year, 4);
    case 'YY':
      return pad(fields.year % 100);
    case 'MMMM':
      return MONTHS[fields.month - 1]!;
    case 'MMM':
      return MONTHS[fields.month - 1]!.slice(0, 3);
    case 'MM':
      return pad(fields.month);
    case 'M':
      return String(fields.month);
    case 'DD':
      return pad(fields.day);
    case 'D':
      return String(fields.day);
    case 'EEEE':
      return DAYS[fields.weekday]!;
    case 'EEE':
      return DAYS[fields.weekday]!.slice(0, 3);
    case 'hh':
      return pad(fields.hour);
    case 'h':
      return String(fields.hour);
    case 'HH':
      return pad(twelve);
    case 'H':
      return String(twelve);
    case 'AA':
      return fields.hour < 12 ? 'AM' : 'PM';
    case 'aa':
      return fields.hour < 12 ? 'am' : 'pm';
    case 'mm':
      return pad(fields.minute);
    case 'm':
      return String(fields.minute);
    case 'ss':
      return pad(fields.second);
    case 's':
      return String(fields.second);
    case 'Z':
      return offset === 0 ? 'Z' : zone(offset, ':');
    case 'ZZZ':
      return offset === 0 ? 'UTC' : zone(offset, '');
    case 'ZZZZ':
      return zone(offset, '');
    case 'ZZZZZ':
      return zone(offset, ':');
    default:
      return null;
  }
}

interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function fieldsOf({ nanoseconds, offset }: Timestamp): Fields {
  const milliseconds = Math.floor(Number(nanoseconds / 1_000_000n)) - (nanoseconds % 1_000_000n < 0n ? 1 : 0);
  const date = new Date(milliseconds + offset * 60_000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, '0');
}

function zone(offset: number, separator: string): string {
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${separator}${pad(minutes % 60)}`;
}
