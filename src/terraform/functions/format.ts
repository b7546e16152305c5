import { convert, isConversionProblem } from '../convert.ts';
import { encodeJson, isJsonProblem, quoteJson } from '../json-value.ts';
import { bigFloatOf, formatNumber, isInteger } from '../number.ts';
import { BOOL, listOf, NUMBER, STRING } from '../type.ts';
import {
  elementOf,
  isWhollyKnown,
  type NumberValue,
  type StringValue,
  sequence,
  string,
  type UnknownValue,
  unknown,
  type Value,
} from '../value.ts';
import { type Call, type FunctionDefinition, MAX_TEXT, PARTIAL_OR_NULL, variadic } from './call.ts';
import { type Directive, formatFloat, formatInteger, generalForm, parseFormat } from './format-directive.ts';
import { concatenate } from './strings.ts';
import { graphemes } from './text.ts';

/** `printf`-like functions. */
export const formatFunctions: Record<string, FunctionDefinition> = {
  format: variadic([STRING], PARTIAL_OR_NULL, STRING, (call) => formatOnce(call, call.args.slice(1))),
  formatlist: variadic([STRING], PARTIAL_OR_NULL, listOf(STRING), formatList),
};

/** An error of formatting, as a clause. */
interface Problem {
  readonly kind: 'problem';
  readonly message: string;
  /** Not an error of Terraform's, but more than this program computes. */
  readonly isLimit: boolean;
}

function formatOnce(call: Call, args: readonly Value[]): Value {
  const directives = parseFormat(call.text(0));
  if (typeof directives === 'string') return call.invalid(directives);
  const parts: (StringValue | UnknownValue)[] = [];
  let next = 0;
  let used = 0;
  for (const directive of directives) {
    if (typeof directive === 'string') {
      parts.push(string(directive, { origin: call.placeOf(0) }));
      continue;
    }
    const index = directive.index ?? next;
    next = index + 1;
    used = Math.max(used, next);
    const argument = args[index];
    if (argument === undefined) return call.invalid(`not enough arguments for "${directive.source}"`);
    const formatted = formatArgument(call, directive, argument);
    if (formatted.kind === 'problem' && formatted.isLimit) return call.tooMuch();
    if (formatted.kind === 'problem') return call.invalid(`"${directive.source}": ${formatted.message}`);
    parts.push(formatted);
  }
  if (used < args.length) return call.invalid(`too many arguments; only ${used} used by the format`);
  return concatenate(call, parts);
}

/** One string per element of the list arguments; other arguments are repeated. */
function formatList(call: Call): Value {
  const args = call.args.slice(1);
  let count: number | null = null;
  for (const argument of args) {
    if (argument.kind === 'unknown' && ['any', 'list', 'set', 'tuple'].includes(argument.type.kind)) {
      return call.unknownAs(argument);
    }
    if (!('items' in argument)) continue;
    if (argument.kind === 'set' && argument.items.some((item) => item.kind === 'unknown')) {
      return call.unknownAs(argument);
    }
    if (count !== null && argument.items.length !== count) return call.invalid('the lists have different lengths');
    count = argument.items.length;
  }
  const results: Value[] = [];
  for (let i = 0; i < (count ?? 1); i++) {
    const row = args.map((argument) => ('items' in argument ? elementOf(argument, argument.items[i]!) : argument));
    const result = formatOnce(call, row);
    if (result.kind === 'unknown' && result.reason.kind === 'invalid') return result;
    results.push(result);
  }
  return sequence('list', results, call.sealed);
}

function formatArgument(call: Call, directive: Directive, argument: Value): StringValue | UnknownValue | Problem {
  if (directive.width > MAX_TEXT || (directive.precision ?? 0) > MAX_TEXT) return call.tooMuch();
  if (!isWhollyKnown(argument)) return unknownPart(call, directive, argument);
  const isPlain = directive.width === 0 && directive.precision === null && directive.flags === '';
  if (isPlain && argument.kind === 'string' && (directive.verb === 's' || directive.verb === 'v')) return argument;
  const text = formatKnown(directive, argument);
  return typeof text === 'string' ? string(text, call.at) : text;
}

/** Unformatted where the format changes nothing, so that what is known of it stays. */
function unknownPart(call: Call, directive: Directive, argument: Value): StringValue | UnknownValue | Problem {
  if (argument.kind === 'unknown' && directive.width === 0 && directive.precision === null) {
    const converted = 'sv'.includes(directive.verb) ? convert(argument, STRING) : null;
    if (converted?.kind === 'unknown') return converted;
    if (converted !== null && directive.verb === 's') return problem('a string is required');
  }
  const { reason, via, marks } = call.unknownAs(argument);
  return unknown(reason, { origin: argument.origin, via, marks }, { type: STRING });
}

function formatKnown(directive: Directive, argument: Value): string | Problem {
  const { verb } = directive;
  if (verb === 'v') return formatAsIs(directive, argument);
  if (argument.kind === 'null') return problem('null value cannot be formatted');
  const type = 'sq'.includes(verb) ? STRING : verb === 't' ? BOOL : NUMBER;
  const converted = convert(argument, type);
  if (isConversionProblem(converted)) return problem(converted.message);
  switch (converted.kind) {
    case 'bool':
      return String(converted.value);
    case 'string':
      return pad(directive, verb === 'q' ? quoteJson(converted.value) : truncated(directive, converted.value));
    case 'number':
      return formatNumeric(directive, converted);
    default:
      return problem('the value does not fit the verb');
  }
}

function formatNumeric(directive: Directive, value: NumberValue): string | Problem {
  if (!'bdoxX'.includes(directive.verb)) return formatFloat(directive, value);
  const whole = isInteger(value) ? bigFloatOf(value)?.toBigInt() : undefined;
  return whole === undefined ? problem('an integer is required') : formatInteger(directive, whole);
}

function formatAsIs(directive: Directive, argument: Value): string | Problem {
  if (!directive.flags.includes('#')) {
    if (argument.kind === 'string') return pad(directive, argument.value);
    if (argument.kind === 'number') return pad(directive, generalForm(argument) ?? formatNumber(argument));
  }
  const json = encodeJson(argument);
  return isJsonProblem(json) ? problem(json.message, json.reason === 'limit') : pad(directive, json);
}

/** A precision of zero does not count. */
function truncated(directive: Directive, text: string): string {
  if (directive.precision === null || directive.precision === 0) return text;
  return graphemes(text).slice(0, directive.precision).join('');
}

function pad(directive: Directive, text: string): string {
  const missing = directive.width - graphemes(text).length;
  if (missing <= 0) return text;
  const padding = (directive.flags.includes('0') ? '0' : ' ').repeat(missing);
  return directive.flags.includes('-') ? text + padding : padding + text;
}

function problem(message: string, isLimit = false): Problem {
  return { kind: 'problem', message, isLimit };
}
