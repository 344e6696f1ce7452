import { BlockList, isIP } from 'node:net';

/** As many addresses and networks as one key can be limited to. */
export const mostNetworks = 50;

/** The addresses and networks that were written one a line, or separated by commas. */
export function splitNetworks(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((part) => part !== ''))];
}

/** True for an IPv4 or IPv6 address, or a network in CIDR notation such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  return parse(text) !== undefined;
}

/**
 * Whether an address is in one of the networks.
 *
 * @param address of the client; IPv4 in IPv6 notation counts as IPv4
 */
export function isWithin(networks: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const { base, prefix, family } = parse(network) ?? {};
    if (base === undefined || family === undefined) continue;
    if (prefix === undefined) list.addAddress(base, family);
    else list.addSubnet(base, prefix, family);
  }
  const [bare = ''] = address.split('%', 1);
  const family = familyOf(bare);
  return family !== undefined && list.check(bare, family);
}

type Family = 'ipv4' | 'ipv6';
type Network = {
  readonly base: string;
  /** Undefined for a single address. */
  readonly prefix: number | undefined;
  readonly family: Family;
};

function parse(text: string): Network | undefined {
  const [, base = '', length] = /^([0-9A-Fa-f.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = familyOf(base);
  if (family === undefined) return undefined;
  if (length === undefined) return { base, prefix: undefined, family };
  const prefix = Number(length);
  return prefix <= (family === 'ipv4' ? 32 : 128) ? { base, prefix, family } : undefined;
}

function familyOf(address: string): Family | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 4 ? 'ipv4' : 'ipv6';
}
