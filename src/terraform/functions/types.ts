import { convert, isConversionProblem } from '../convert.ts';
import { BOOL, listOf, mapOf, NUMBER, STRING, setOf, type Type, typeOf, unify } from '../type.ts';
import { ANY, bool, Mark, marked, unknown, type Value } from '../value.ts';
import { type Call, type FunctionDefinition, fixed, PARTIAL_OR_NULL, variadic } from './call.ts';
import { isCertainlyNotEmpty } from './known.ts';

/** Conversions of types, sensitivity, and the choice of a first value. */
export const typeFunctions: Record<string, FunctionDefinition> = {
  coalesce: variadic([], PARTIAL_OR_NULL, ANY, coalesce),
  ephemeralasnull: fixed([PARTIAL_OR_NULL], ANY, (call) => call.arg(0)),
  issensitive: fixed([PARTIAL_OR_NULL], BOOL, (call) => isSensitive(call)),
  nonsensitive: fixed([PARTIAL_OR_NULL], ANY, (call) => ({
    ...call.arg(0),
    marks: call.arg(0).marks & ~Mark.SENSITIVE,
  })),
  sensitive: fixed([PARTIAL_OR_NULL], ANY, (call) => marked(call.arg(0), Mark.SENSITIVE)),
  tobool: conversionTo(BOOL),
  tolist: conversionTo(listOf(ANY)),
  tomap: conversionTo(mapOf(ANY)),
  tonumber: conversionTo(NUMBER),
  toset: conversionTo(setOf(ANY)),
  tostring: conversionTo(STRING),
};

function isSensitive(call: Call): Value {
  const { origin, marks = 0 } = call.shell;
  if (call.arg(0).kind === 'unknown' && (marks & Mark.SENSITIVE) === 0) return call.unknownAs(call.arg(0));
  return bool((marks & Mark.SENSITIVE) !== 0, { origin, marks: marks & ~Mark.SENSITIVE });
}

function conversionTo(type: Type): FunctionDefinition {
  return fixed([PARTIAL_OR_NULL], type, (call) => {
    const converted = convert(call.arg(0), type);
    return isConversionProblem(converted) ? call.invalid(converted.message) : converted;
  });
}

/** The first argument that is neither null nor an empty string; one of several while that is not known. */
function coalesce(call: Call): Value {
  if (call.args.length === 0) return call.invalid('must provide at least one argument');
  const type = unify(call.args.map(typeOf));
  if (type === null) return call.invalid('all arguments must have the same type');
  const possible: Value[] = [];
  const passed: number[] = [];
  for (const [index, argument] of call.args.entries()) {
    const value = argument.kind === 'null' ? argument : convert(argument, type);
    if (isConversionProblem(value)) return call.invalid(value.message);
    if (value.kind === 'null' || (value.kind === 'string' && value.value === '')) {
      passed.push(index);
      continue;
    }
    possible.push(value);
    if (value.kind !== 'unknown' || isCertainlyNotEmpty(value)) break;
  }
  const [first] = possible;
  if (first === undefined) return call.invalid('no non-null, non-empty-string arguments');
  const marks = (call.shell.marks ?? 0) & Mark.SENSITIVE;
  if (first.kind !== 'unknown' || possible.length === 1) {
    return passed.reduce((chosen, index) => call.chosen(chosen, call.arg(index), index), marked(first, marks));
  }
  return marked(unknown(first.reason, first, { type, candidates: possible }), marks);
}
