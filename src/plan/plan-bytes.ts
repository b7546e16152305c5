import { isUtf8 } from 'node:buffer';
import { constants, gunzipSync } from 'node:zlib';
import { PlanError } from './plan-error.ts';

/** A plan that is longer when it is unpacked is refused: it is a mistake or an attack. */
const MOST_BYTES = 2 * 1024 ** 3;

/**
 * The bytes of a plan as JSON in UTF-8: unpacked where they are gzipped, and in UTF-8 where PowerShell wrote them in
 * UTF-16. Throws `PlanError`.
 *
 * @param name what the user calls the plan
 */
export function jsonBytes(bytes: Buffer, name: string): Buffer {
  const unpacked = isGzip(bytes) ? unpack(bytes, name) : bytes;
  const json = withoutByteOrderMark(unpacked);
  if (!isUtf8(json)) {
    throw new PlanError(
      `${name} cannot be read as a plan: it is not text in UTF-8. Write it with "terraform show -json <plan file>".`,
    );
  }
  return json;
}

/** The beginning of a plan likewise, as far as it goes. Never throws. */
export function jsonPrefix(prefix: Buffer): Buffer {
  try {
    const unpacked = isGzip(prefix) ? gunzipSync(prefix, { finishFlush: constants.Z_SYNC_FLUSH }) : prefix;
    return withoutByteOrderMark(unpacked);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Reads a stream to its end. Throws `PlanError` when it brings more than any plan, else what the stream throws. */
export async function readStream(stream: AsyncIterable<Uint8Array>, name: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > MOST_BYTES) throw tooLong(name);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function unpack(bytes: Buffer, name: string): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw tooLong(name);
    const why = error instanceof Error ? error.message : String(error);
    throw new PlanError(`${name} cannot be unpacked: ${why}. It looks cut off or damaged; pack it again.`);
  }
}

function tooLong(name: string): PlanError {
  return new PlanError(`${name} is longer than 2 GB, which no plan is. Check what it holds.`);
}

function withoutByteOrderMark(bytes: Buffer): Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(bytes.toString('utf16le', 2));
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return marked ? bytes.subarray(3) : bytes;
}
