import { numberFromText } from '../number.ts';
import { bool, nullValue, number, type Provenance, string, type Value } from '../value.ts';
import { formatTimestamp, fromFields } from './timestamp.ts';

/** A scalar of a YAML document. */
export interface YamlScalar {
  readonly source: string;
  /** Neither quoted nor a block. */
  readonly isPlain: boolean;
  readonly tag: string | null;
}

const TAG = 'tag:yaml.org,2002:';
const TRUE = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const FALSE = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);
const NULL = new Set(['', '~', 'null', 'Null', 'NULL']);
const NUMBER = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** The value of a scalar by the rules Terraform's YAML has, a mix of YAML 1.1 and 1.2; a string says what is wrong. */
export function resolveScalar({ source, isPlain, tag }: YamlScalar, at: Provenance): Value | string {
  if (tag === null) return isPlain ? resolvePlain(source, at) : text(source, at);
  if (tag === `${TAG}str` || tag === `${TAG}binary`) return text(source, at);
  if (!tag.startsWith(TAG)) return `unsupported tag "${tag}"`;
  const value = resolvePlain(source, at);
  if (typeof value === 'string') return value;
  const wanted = { int: 'number', float: 'number', bool: 'bool', null: 'null', timestamp: 'string' };
  const kind = Object.entries(wanted).find(([name]) => tag === TAG + name)?.[1];
  if (kind === value.kind) return isPlain ? value : text(source, at);
  return `cannot parse "${source}" as ${tag}`;
}

function resolvePlain(source: string, at: Provenance): Value | string {
  if (NULL.has(source)) return nullValue(at);
  if (TRUE.has(source)) return bool(true, at);
  if (FALSE.has(source)) return bool(false, at);
  if (/^[+-]?\.(?:inf|Inf|INF)$/.test(source)) return number(source.startsWith('-') ? -Infinity : Infinity, at);
  if (/^\.(?:nan|NaN|NAN)$/.test(source)) return 'floating point NaN is not supported';
  if (/^0x[0-9a-fA-F]+$/.test(source) || /^0o[0-7]+$/.test(source)) {
    return numberFromText(BigInt(source).toString(), at) ?? text(source, at);
  }
  if (NUMBER.test(source)) return numberFromText(source, at) ?? text(source, at);
  return text(timestamp(source) ?? source, at);
}

function text(source: string, at: Provenance): Value {
  return string(source.normalize('NFC'), at);
}

const DATE =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]| +)(\d\d?):(\d\d?):(\d\d?)(?:\.(\d+))?(?: *(Z)|([+-])(\d\d):(\d\d))?)?$/;

/** Dates and times become RFC 3339. */
function timestamp(source: string): string | null {
  const match = DATE.exec(source);
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', , , sign, zoneHour = '0', zoneMinute = '0'] =
    match;
  const local = fromFields([Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)]);
  if (local === null) return null;
  const offset = (sign === '-' ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute));
  return formatTimestamp({ nanoseconds: (BigInt(local) - BigInt(offset) * 60_000n) * 1_000_000n, offset });
}
