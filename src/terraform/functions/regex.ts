import type { Matcher, RE2JS } from 're2js';
import { re2 } from '../../hcl/lazy.ts';
import { listOf, STRING } from '../type.ts';
import { ANY, mapping, nullValue, sequence, string, type Value } from '../value.ts';
import { type Call, type FunctionDefinition, fixed, MAX_ITEMS, MAX_TEXT } from './call.ts';

/** Patterns, which are Go's regular expressions. */
export const regexFunctions: Record<string, FunctionDefinition> = {
  regex: fixed([STRING, STRING], ANY, regex),
  regexall: fixed([STRING, STRING], listOf(ANY), regexAll),
  replace: fixed([STRING, STRING, STRING], STRING, replace),
};

const MAX_COMPILED = 200;
const compiled = new Map<string, RE2JS | string>();

/** A pattern, or why it is not one. */
function compile(pattern: string): RE2JS | string {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  let result: RE2JS | string;
  try {
    result = re2().RE2JS.compile(pattern);
  } catch (error) {
    result = error instanceof Error ? error.message : String(error);
  }
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(pattern, result);
  return result;
}

function regex(call: Call): Value {
  const pattern = compile(call.text(0));
  if (typeof pattern === 'string') return call.invalid(`the pattern is not valid: ${pattern}`);
  const matcher = pattern.matcher(call.text(1));
  return matcher.find()
    ? captures(call, pattern, matcher)
    : call.invalid('pattern did not match any part of the given string');
}

function regexAll(call: Call): Value {
  const pattern = compile(call.text(0));
  if (typeof pattern === 'string') return call.invalid(`the pattern is not valid: ${pattern}`);
  const items: Value[] = [];
  for (const matcher of matches(pattern, call.text(1))) {
    items.push(captures(call, pattern, matcher));
    if (items.length > MAX_ITEMS) return call.tooMuch();
  }
  return sequence('list', items, call.at);
}

/** The match as `regex` gives it: whole without groups, else a tuple of the groups or an object of the named ones. */
function captures(call: Call, pattern: RE2JS, matcher: Matcher): Value {
  if (pattern.groupCount() === 0) return group(call, matcher, 0);
  const names = Object.entries(pattern.namedGroups());
  if (names.length === 0) {
    const groups = Array.from({ length: pattern.groupCount() }, (_, i) => group(call, matcher, i + 1));
    return sequence('tuple', groups, call.at);
  }
  if (names.length < pattern.groupCount()) return call.invalid('cannot mix both named and unnamed capture groups');
  return mapping(
    'object',
    names.map(([name, index]): [string, Value] => [name, group(call, matcher, index)]),
    call.at,
  );
}

function group(call: Call, matcher: Matcher, index: number): Value {
  const text = matcher.group(index);
  return text === null ? nullValue(call.at) : string(text.normalize('NFC'), call.at);
}

/** Every match from left to right. As in Go an empty one does not count right after another. */
function* matches(pattern: RE2JS, text: string): Generator<Matcher> {
  const matcher = pattern.matcher(text);
  let previousEnd = -1;
  let from = 0;
  while (from <= text.length && matcher.find(from)) {
    const [start, end] = [matcher.start(), matcher.end()];
    if (end > start || start !== previousEnd) yield matcher;
    previousEnd = end;
    from = end > start ? end : end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
  }
}

/** The second argument is a pattern when it stands between slashes. */
function replace(call: Call): Value {
  const [text, search, replacement] = [call.text(0), call.text(1), call.text(2)];
  if (search.length > 1 && search.startsWith('/') && search.endsWith('/')) {
    const pattern = compile(search.slice(1, -1));
    if (typeof pattern === 'string') return call.invalid(`the pattern is not valid: ${pattern}`);
    return replacePattern(call, pattern, text, replacement);
  }
  const parts = search === '' ? ['', ...text, ''] : text.split(search);
  if (text.length + parts.length * replacement.length > MAX_TEXT) return call.tooMuch();
  return call.changed(0, parts.join(replacement));
}

function replacePattern(call: Call, pattern: RE2JS, text: string, replacement: string): Value {
  let result = '';
  let copied = 0;
  for (const matcher of matches(pattern, text)) {
    result += text.slice(copied, matcher.start()) + expand(replacement, pattern, matcher);
    copied = matcher.end();
    if (result.length > MAX_TEXT) return call.tooMuch();
  }
  return call.changed(0, result + text.slice(copied));
}

/** Go's `Expand`: `$name`, `${name}`, where a name takes as many letters, digits and underscores as it can. */
function expand(template: string, pattern: RE2JS, matcher: Matcher): string {
  const names = pattern.namedGroups();
  return template.replace(
    /\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu,
    (_, dollar?: string, bare?: string, braced?: string) => {
      if (dollar !== undefined) return '$';
      const name = bare ?? braced ?? '';
      const index = /^\d+$/.test(name) ? Number(name) : Object.hasOwn(names, name) ? names[name]! : -1;
      return index < 0 || index > pattern.groupCount() ? '' : (matcher.group(index) ?? '');
    },
  );
}
