/** A stretch of addresses, both ends included. */
interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

interface Family {
  readonly bits: number;
  /** The addresses that hosts on the internet have. */
  readonly internet: Range;
}

const IPV4: Family = { bits: 32, internet: { first: 0n, last: (1n << 32n) - 1n } };
/** 2000::/3, all that is given out as global unicast addresses (RFC 4291). */
const IPV6: Family = { bits: 128, internet: { first: 1n << 125n, last: (1n << 126n) - 1n } };

/**
 * True when CIDR blocks together hold at least half of the internet, such as `0.0.0.0/0`, `::/0`, or `0.0.0.0/1` with
 * `128.0.0.0/1`. What is no CIDR block or address is passed over.
 */
export function coverInternet(blocks: readonly string[]): boolean {
  return coversHalf(blocks.flatMap(parseIpv4), IPV4.internet) || coversHalf(blocks.flatMap(parseIpv6), IPV6.internet);
}

function coversHalf(ranges: readonly Range[], internet: Range): boolean {
  const inside = ranges
    .map(({ first, last }) => ({
      first: greater(first, internet.first),
      last: lesser(last, internet.last),
    }))
    .filter(({ first, last }) => first <= last)
    .sort((a, b) => (a.first === b.first ? 0 : lesser(a.first, b.first) === a.first ? -1 : 1));
  let covered = 0n;
  let next = internet.first;
  for (const { first, last } of inside) {
    const start = greater(first, next);
    if (last < start) continue;
    covered += last - start + 1n;
    next = last + 1n;
  }
  return covered * 2n >= internet.last - internet.first + 1n;
}

function lesser(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function greater(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

function block(address: bigint, prefix: string | undefined, { bits }: Family): Range[] {
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return [];
  const size = 1n << BigInt(bits - length);
  const first = address - (address % size);
  return [{ first, last: first + size - 1n }];
}

function parseIpv4(text: string): Range[] {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text.trim());
  if (match === null) return [];
  const parts = match.slice(1, 5).map(Number);
  if (parts.some((part) => part > 255)) return [];
  return block(
    parts.reduce((address, part) => address * 256n + BigInt(part), 0n),
    match[5],
    IPV4,
  );
}

function parseIpv6(text: string): Range[] {
  const match = /^([0-9a-f:]+)(?:\/(\d{1,3}))?$/i.exec(text.trim());
  const address = match?.[1];
  if (address === undefined || !address.includes(':')) return [];
  const halves = address.split('::');
  if (halves.length > 2) return [];
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return [];
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return [];
  return block(
    groups.reduce((sum, group) => sum * 0x10000n + BigInt(`0x${group}`), 0n),
    match?.[2],
    IPV6,
  );
}
