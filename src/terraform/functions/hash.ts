import { nodeCrypto } from '../../hcl/lazy.ts';
import { NUMBER, STRING } from '../type.ts';
import type { Value } from '../value.ts';
import { type Call, type FunctionDefinition, fixed, variadic } from './call.ts';
import { withBytes } from './filesystem.ts';
import { decodeBase64, decodeUtf8 } from './text.ts';

type Digest = 'hex' | 'base64';

/** Hashes, identifiers and decryption. */
export const hashFunctions: Record<string, FunctionDefinition> = {
  base64sha256: hashOfText('sha256', 'base64'),
  base64sha512: hashOfText('sha512', 'base64'),
  bcrypt: variadic([STRING], NUMBER, STRING, (call) => call.unsupported('the result contains a random salt')),
  filebase64sha256: hashOfFile('sha256', 'base64'),
  filebase64sha512: hashOfFile('sha512', 'base64'),
  filemd5: hashOfFile('md5', 'hex'),
  filesha1: hashOfFile('sha1', 'hex'),
  filesha256: hashOfFile('sha256', 'hex'),
  filesha512: hashOfFile('sha512', 'hex'),
  md5: hashOfText('md5', 'hex'),
  rsadecrypt: fixed([STRING, STRING], STRING, rsaDecrypt),
  sha1: hashOfText('sha1', 'hex'),
  sha256: hashOfText('sha256', 'hex'),
  sha512: hashOfText('sha512', 'hex'),
  uuid: fixed([], STRING, (call) => call.unsupported('the result is random')),
  uuidv5: fixed([STRING, STRING], STRING, uuidV5),
};

function hashOfText(algorithm: string, digest: Digest): FunctionDefinition {
  return fixed([STRING], STRING, (call) => hash(call, algorithm, digest, Buffer.from(call.text(0))));
}

function hashOfFile(algorithm: string, digest: Digest): FunctionDefinition {
  return fixed([STRING], STRING, (call) => withBytes(call, (bytes) => hash(call, algorithm, digest, bytes)));
}

function hash(call: Call, algorithm: string, digest: Digest, bytes: Uint8Array): Value {
  return call.string(nodeCrypto().createHash(algorithm).update(bytes).digest(digest));
}

/** Namespaces that have names. RFC 4122, appendix C. */
const NAMESPACES: Readonly<Record<string, string>> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
};

/** RFC 4122, section 4.3. */
function uuidV5(call: Call): Value {
  const given = call.text(0);
  const written = given.replace(/^urn:uuid:/i, '').replace(/^\{(.*)\}$/, '$1');
  const namespace = Object.hasOwn(NAMESPACES, given) ? NAMESPACES[given]! : written;
  if (!/^[0-9a-f]{8}(-?)(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}$/i.test(namespace)) {
    return call.invalid(`"${given}" is not a UUID, nor dns, url, oid or x500`);
  }
  const bytes = nodeCrypto()
    .createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(call.text(1))
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return call.string(bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
}

/** Undoes the PKCS #1 v1.5 padding here: Node refuses to, because servers must not tell strangers about it. */
function rsaDecrypt(call: Call): Value {
  const ciphertext = decodeBase64(call.text(0));
  if (ciphertext === null) return call.invalid('the ciphertext is not valid base64');
  const { constants, createPrivateKey, privateDecrypt } = nodeCrypto();
  let padded: Buffer;
  try {
    const key = createPrivateKey(call.text(1));
    if (key.asymmetricKeyType !== 'rsa') return call.invalid('the key is not an RSA key');
    padded = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, ciphertext);
  } catch {
    return call.invalid('the key is not valid, or does not fit the ciphertext');
  }
  const end = padded.indexOf(0, 2);
  if (padded[0] !== 0 || padded[1] !== 2 || end < 10) return call.invalid('failed to decrypt');
  const text = decodeUtf8(padded.subarray(end + 1));
  return text === null ? call.invalid('the decrypted bytes are not valid UTF-8') : call.string(text);
}
