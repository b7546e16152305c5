import { convert, isConversionProblem } from '../convert.ts';
import { firstUnknown, isWhollyKnown, type Reason, unknown, type Value } from '../value.ts';
import { Call, type FunctionDefinition, type Parameter } from './call.ts';
import { collectionFunctions } from './collections.ts';
import type { FunctionContext } from './context.ts';
import { dateTimeFunctions } from './datetime.ts';
import { encodingFunctions } from './encoding.ts';
import { filesystemFunctions } from './filesystem.ts';
import { formatFunctions } from './format.ts';
import { hashFunctions } from './hash.ts';
import { mappingFunctions } from './mappings.ts';
import { networkFunctions } from './network.ts';
import { numericFunctions } from './numeric.ts';
import { regexFunctions } from './regex.ts';
import { setFunctions } from './sets.ts';
import { stringFunctions } from './strings.ts';
import { typeFunctions } from './types.ts';

const FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = new Map(
  Object.entries({
    ...collectionFunctions,
    ...dateTimeFunctions,
    ...encodingFunctions,
    ...filesystemFunctions,
    ...formatFunctions,
    ...hashFunctions,
    ...mappingFunctions,
    ...networkFunctions,
    ...numericFunctions,
    ...regexFunctions,
    ...setFunctions,
    ...stringFunctions,
    ...typeFunctions,
  }),
);

/** The names of all functions but `try` and `can`, which look at expressions rather than values. */
export function functionNames(): readonly string[] {
  return [...FUNCTIONS.keys()];
}

/**
 * Calls a function of Terraform 1.11, also by its name `core::…`. Where Terraform reports an error, the answer is
 * unknown with a reason of kind `invalid`. An argument that is unknown in part makes the answer unknown, unless
 * the function can say more.
 */
export function callFunction(name: string, args: readonly Value[], context: FunctionContext): Value {
  const shortName = name.startsWith('core::') ? name.slice('core::'.length) : name;
  const definition = FUNCTIONS.get(shortName) ?? context.more?.get(shortName);
  if (definition === undefined) return unknown(missingFunction(name, context), { origin: context.place });
  const given = new Call(shortName, args, context, definition.result);
  const wrongCount = checkCount(definition, args.length);
  if (wrongCount !== null) return given.invalid(wrongCount);
  // What is wrong with one argument is said before what is unknown about another.
  for (const argument of args) {
    if (argument.kind === 'unknown' && argument.reason.kind === 'invalid') return given.unknownAs(argument);
  }
  const converted: Value[] = [];
  for (const [index, argument] of args.entries()) {
    const result = convertArgument(argument, parameterAt(definition, index));
    if (typeof result === 'string') return given.invalid(`argument ${index + 1}: ${result}`);
    converted.push(result);
  }
  const call = new Call(shortName, converted, context, definition.result);
  for (const [index, argument] of converted.entries()) {
    if (!parameterAt(definition, index).partial && !isWhollyKnown(argument)) return call.unknownAs(argument);
  }
  return definition.compute(call);
}

function missingFunction(name: string, context: FunctionContext): Reason {
  return name.startsWith('provider::')
    ? { kind: 'unsupported', message: `${name}() is computed by a provider`, place: context.place }
    : { kind: 'invalid', message: `there is no function named "${name}"`, place: context.place };
}

function checkCount(definition: FunctionDefinition, count: number): string | null {
  const least = definition.parameters.length;
  if (count < least) return `too few arguments: ${least} ${least === 1 ? 'is' : 'are'} needed`;
  if (count > least && definition.variadic === null)
    return `too many arguments: ${least} ${least === 1 ? 'is' : 'are'} accepted`;
  return null;
}

function parameterAt(definition: FunctionDefinition, index: number): Parameter {
  const found = definition.parameters[index] ?? definition.variadic;
  if (found === null) throw new Error(`there is no parameter ${index}`);
  return found;
}

/** The argument as the parameter wants it, or a clause saying why it does not fit. */
function convertArgument(argument: Value, parameter: Parameter): Value | string {
  if (argument.kind === 'null') return parameter.nullable ? argument : 'must not be null';
  const result = convert(argument, parameter.type);
  if (!isConversionProblem(result)) return result;
  // Where an element that is itself an error does not fit, the error is the better explanation.
  const unknownPart = firstUnknown(argument);
  return unknownPart?.reason.kind === 'invalid' ? unknownPart.reason.message : result.message;
}
