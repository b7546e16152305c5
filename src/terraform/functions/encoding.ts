import { fileOf, placedInJson } from '../decoded-places.ts';
import { decodeJson, encodeJson, isJsonProblem, throughJson } from '../json-value.ts';
import { STRING } from '../type.ts';
import { ANY, isWhollyKnown, marked, string, unknown, type Value } from '../value.ts';
import { type Call, type FunctionDefinition, fixed, MAX_TEXT, PARTIAL_OR_NULL, parameter } from './call.ts';
import { decodeCharset, encodeCharset } from './charset.ts';
import { csvDecode } from './csv.ts';
import { decodeBase64, decodeUtf8 } from './text.ts';
import { yamlDecode } from './yaml-decode.ts';
import { yamlEncode } from './yaml-encode.ts';

/** A string that may be unknown but for what was encoded in it. */
const PARTIAL_TEXT = parameter(STRING, { partial: true });

/** Documents and encodings. */
export const encodingFunctions: Record<string, FunctionDefinition> = {
  base64decode: fixed([STRING], STRING, base64Decode),
  base64encode: fixed([STRING], STRING, (call) => call.string(Buffer.from(call.text(0)).toString('base64'))),
  base64gzip: fixed([STRING], STRING, (call) => call.unsupported('the compressed bytes depend on the compressor')),
  csvdecode: fixed([STRING], ANY, csvDecode),
  jsondecode: fixed([PARTIAL_TEXT], ANY, jsonDecode),
  jsonencode: fixed([PARTIAL_OR_NULL], STRING, jsonEncode),
  textdecodebase64: fixed([STRING, STRING], STRING, textDecodeBase64),
  textencodebase64: fixed([STRING, STRING], STRING, textEncodeBase64),
  urlencode: fixed([STRING], STRING, (call) => call.changed(0, urlEncode(call.text(0)))),
  yamldecode: fixed([PARTIAL_TEXT], ANY, yamlDecode),
  yamlencode: fixed([PARTIAL_OR_NULL], STRING, yamlEncode),
};

function base64Decode(call: Call): Value {
  const bytes = decodeBase64(call.text(0));
  if (bytes === null) return call.invalid('the string is not valid base64');
  const text = decodeUtf8(bytes);
  return text === null ? call.invalid('the decoded bytes are not valid UTF-8') : call.string(text);
}

/** The value encoded stays attached to the text, with all that is known of where its parts were written. */
function jsonEncode(call: Call): Value {
  const value = call.arg(0);
  const text = { pieces: null, encoded: value };
  if (!isWhollyKnown(value)) {
    const answer = call.unknownAs(value);
    return unknown(answer.reason, answer, { type: STRING, text });
  }
  const json = encodeJson(value);
  if (!isJsonProblem(json)) return string(json, call.at, text);
  if (json.reason === 'invalid') return call.invalid(json.message);
  const answer = call.tooMuch();
  return unknown(answer.reason, answer, { type: STRING, text });
}

function jsonDecode(call: Call): Value {
  const argument = call.arg(0);
  if (argument.kind === 'unknown' || argument.kind === 'string') {
    const encoded = argument.text?.encoded ?? null;
    if (encoded !== null) return marked(throughJson(encoded), argument.marks);
  }
  if (argument.kind === 'unknown') return call.unknownAs(argument);
  const decoded = decodeJson(call.text(0), call.at);
  if (!isJsonProblem(decoded)) {
    const file = fileOf(call.stringValue(0), /\.json$/i);
    return file === null ? decoded : placedInJson(decoded, file);
  }
  return decoded.reason === 'limit' ? call.tooMuch() : call.invalid(decoded.message);
}

/** As Go's `url.QueryEscape`. */
function urlEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function textEncodeBase64(call: Call): Value {
  const charset = call.text(1);
  if (call.text(0).length > MAX_TEXT) return call.tooMuch();
  const encoded = encodeCharset(call.text(0), charset);
  switch (encoded) {
    case 'unknown-charset':
      return call.invalid(`"${charset}" is not a supported IANA encoding name`);
    case 'unsupported-charset':
      return call.unsupported(`the encoding "${charset}" is not one that this program knows`);
    case 'not-representable':
      return call.invalid(`the string contains characters that "${charset}" cannot represent`);
    default:
      return call.string(Buffer.from(encoded).toString('base64'));
  }
}

function textDecodeBase64(call: Call): Value {
  const charset = call.text(1);
  const bytes = decodeBase64(call.text(0));
  if (bytes === null) return call.invalid('the string is not valid base64');
  const decoded = decodeCharset(bytes, charset);
  switch (decoded.kind) {
    case 'unknown-charset':
      return call.invalid(`"${charset}" is not a supported IANA encoding name`);
    case 'unsupported-charset':
      return call.unsupported(`the encoding "${charset}" is not one that this program knows`);
    case 'not-valid':
      return call.invalid(`the bytes are not valid in "${charset}"`);
    case 'text':
      return call.string(decoded.text);
  }
}
