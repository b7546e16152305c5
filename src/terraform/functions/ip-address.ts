/** A network: its first address, and how many leading bits are fixed. */
export interface Network {
  readonly address: bigint;
  readonly prefix: number;
  /** 32 or 128. */
  readonly bits: number;
}

/** Reads CIDR notation, with host bits cleared; null when it is not valid. Leading zeros are decimal, as in Terraform. */
export function parseNetwork(text: string): Network | null {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const [, host = '', length = ''] = match ?? [];
  const isV6 = host.includes(':');
  const address = isV6 ? parseV6(host) : parseV4(host);
  const bits = isV6 ? 128 : 32;
  const prefix = Number(length);
  if (match === null || address === null || prefix > bits) return null;
  const hostBits = BigInt(bits - prefix);
  return { address: (address >> hostBits) << hostBits, prefix, bits };
}

function parseV4(text: string): bigint | null {
  const octets = text.split('.');
  if (octets.length !== 4) return null;
  let address = 0n;
  for (const octet of octets) {
    if (!/^\d+$/.test(octet) || Number(octet) > 255) return null;
    address = (address << 8n) | BigInt(octet);
  }
  return address;
}

function parseV6(text: string): bigint | null {
  const [head = '', tail, ...others] = text.split('::');
  if (others.length > 0) return null;
  const before = parseGroups(head, tail === undefined);
  const after = tail === undefined ? [] : parseGroups(tail, true);
  if (before === null || after === null) return null;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...before, ...new Array<number>(missing).fill(0), ...after];
  return groups.reduce((address, group) => (address << 16n) | BigInt(group), 0n);
}

/** Groups of hexadecimal digits; the last may be an IPv4 address, which counts as two. */
function parseGroups(text: string, isLast: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (isLast && index === parts.length - 1 && part.includes('.')) {
      const embedded = parseV4(part);
      if (embedded === null) return null;
      groups.push(Number(embedded >> 16n), Number(embedded & 0xffffn));
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return null;
    }
  }
  return groups;
}

/** An address as Go writes it: IPv6 with its first longest run of zero groups left out (RFC 5952). */
export function formatAddress(address: bigint, bits: number): string {
  if (bits === 32) {
    return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, i) => Number((address >> BigInt(112 - i * 16)) & 0xffffn));
  const run = longestZeroRun(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (run.length < 2) return hex(groups);
  return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > longest.length) longest = { start, length };
  }
  return longest;
}
