import { listOf, NUMBER, STRING } from '../type.ts';
import { sequence, type Value } from '../value.ts';
import { type Call, type FunctionDefinition, fixed, variadic } from './call.ts';
import { formatAddress, type Network, parseNetwork } from './ip-address.ts';

/** IP networks. */
export const networkFunctions: Record<string, FunctionDefinition> = {
  cidrhost: fixed([STRING, NUMBER], STRING, cidrHost),
  cidrnetmask: fixed([STRING], STRING, cidrNetmask),
  cidrsubnet: fixed([STRING, NUMBER, NUMBER], STRING, cidrSubnet),
  cidrsubnets: variadic([STRING], NUMBER, listOf(STRING), cidrSubnets),
};

function withNetwork(call: Call, use: (network: Network) => Value): Value {
  const network = parseNetwork(call.text(0));
  if (network === null) return call.invalid(`invalid CIDR expression: ${call.text(0)}`);
  const isMapped = network.bits === 128 && network.address >> 32n === 0xffffn;
  return isMapped ? call.unsupported('Terraform computes nonsense for IPv4 addresses written as IPv6') : use(network);
}

function cidrHost(call: Call): Value {
  return withNetwork(call, (network) => {
    const host = call.integer(1);
    if (host === null) return call.invalid('the host number must be a whole number');
    const size = 1n << BigInt(network.bits - network.prefix);
    const offset = host < 0n ? size + host : host;
    if (offset < 0n || offset >= size) {
      return call.invalid(`prefix of ${network.prefix} does not accommodate a host numbered ${host}`);
    }
    return call.string(formatAddress(network.address + offset, network.bits));
  });
}

function cidrNetmask(call: Call): Value {
  return withNetwork(call, (network) => {
    if (network.bits !== 32) return call.invalid('IPv6 addresses cannot have a netmask');
    return call.string(formatAddress(((1n << BigInt(network.prefix)) - 1n) << BigInt(32 - network.prefix), 32));
  });
}

function cidrSubnet(call: Call): Value {
  return withNetwork(call, (network) => {
    const [newBits, number] = [call.integer(1), call.integer(2)];
    if (newBits === null || number === null) return call.invalid('the numbers must be whole');
    const prefix = BigInt(network.prefix) + newBits;
    if (newBits < 0n) return call.unsupported('Terraform computes nonsense for negative numbers of bits');
    if (prefix > BigInt(network.bits)) {
      return call.invalid(`insufficient address space to extend prefix of ${network.prefix} by ${newBits}`);
    }
    const count = 1n << newBits;
    if (number < 0n && -number < count) {
      return call.unsupported('Terraform computes nonsense for negative subnet numbers');
    }
    if (number < 0n || number >= count) {
      return call.invalid(`prefix extension of ${newBits} does not accommodate a subnet numbered ${number}`);
    }
    const address = network.address + (number << (BigInt(network.bits) - prefix));
    return call.string(`${formatAddress(address, network.bits)}/${prefix}`);
  });
}

/** Consecutive subnets, each aligned to its own size. */
function cidrSubnets(call: Call): Value {
  return withNetwork(call, (network) => {
    const end = network.address + (1n << BigInt(network.bits - network.prefix));
    const subnets: Value[] = [];
    let next = network.address;
    for (let i = 1; i < call.args.length; i++) {
      const newBits = call.integer(i);
      if (newBits === null || newBits < 1n) return call.invalid('must extend prefix by at least one bit');
      if (newBits > 32n) return call.invalid('may not extend prefix by more than 32 bits');
      const prefix = BigInt(network.prefix) + newBits;
      if (prefix > BigInt(network.bits)) return call.invalid('there is no address space for such a long prefix');
      const size = 1n << (BigInt(network.bits) - prefix);
      const start = ((next + size - 1n) / size) * size;
      if (start + size > end) return call.invalid('not enough remaining address space for a subnet');
      subnets.push(call.string(`${formatAddress(start, network.bits)}/${prefix}`));
      next = start + size;
    }
    return sequence('list', subnets, call.at);
  });
}
