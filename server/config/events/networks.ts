import { BlockList, isIP } from 'node:net';

/** Which addresses webhooks may be sent to, beside public ones. */
export type AllowedNetworks = {
  /** This machine, and http there. */
  readonly loopback: boolean;
  /** Private networks: RFC 1918, RFC 6598 and unique local addresses of IPv6. */
  readonly private: boolean;
};

type Subnet = readonly [address: string, prefix: number];

const loopback4: readonly Subnet[] = [['127.0.0.0', 8]];
const private4: readonly Subnet[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  // Carriers' networks (CGNAT), RFC 6598.
  ['100.64.0.0', 10],
];

/** What no webhook is sent to: addresses of clouds' metadata services, and those of no single host. */
const never4: readonly Subnet[] = [
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const private6: readonly Subnet[] = [['fc00::', 7]];

/** In 2000::/3; everything outside of it is refused as well, but for loopback and `private6`. */
const never6: readonly Subnet[] = [
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

function listOf(subnets4: readonly Subnet[], subnets6: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of subnets4) list.addSubnet(address, prefix, 'ipv4');
  for (const [address, prefix] of subnets6) list.addSubnet(address, prefix, 'ipv6');
  return list;
}

/** How a translator (NAT64) writes addresses of IPv4: the network behind its prefix. */
const translated = (subnets: readonly Subnet[]): readonly Subnet[] =>
  subnets.map(([address, prefix]) => [`64:ff9b::${address}`, 96 + prefix]);

const ofLoopback = listOf(loopback4, [['::1', 128]]);
const ofPrivate = listOf(private4, private6);
const ofNobody = listOf(never4, [...never6, ...translated([...loopback4, ...private4, ...never4])]);
const ofMapped = listOf([], [['::ffff:0:0', 96]]);
const ofHosts6 = listOf(
  [],
  [
    ['2000::', 3],
    ['64:ff9b::', 96],
  ],
);

/** Whether an address is of this machine. */
export function isLoopbackAddress(address: string): boolean {
  return isIP(address) !== 0 && ofLoopback.check(address, familyOf(address));
}

/**
 * Why a webhook must not be sent to an address: server-side request forgery would reach what only
 * this machine can.
 *
 * Source: the IANA registries of special-purpose addresses for IPv4 and IPv6; RFC 6052 for NAT64.
 *
 * @returns the end of a sentence about the address; undefined when nothing speaks against it
 */
export function addressProblem(address: string, allowed: AllowedNetworks): string | undefined {
  if (isIP(address) === 0) return 'is no IP address';
  const family = familyOf(address);
  if (family === 'ipv6' && ofMapped.check(address, family)) return 'is not one of a public host';
  if (ofNobody.check(address, family)) return 'is not one of a public host';
  if (ofLoopback.check(address, family)) {
    return allowed.loopback ? undefined : 'is of this machine; WEBHOOKS_ALLOW_LOOPBACK allows it';
  }
  if (ofPrivate.check(address, family)) {
    return allowed.private
      ? undefined
      : 'is of a private network; WEBHOOKS_ALLOW_PRIVATE allows these';
  }
  if (family === 'ipv6' && !ofHosts6.check(address, family)) return 'is not one of a public host';
  return undefined;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
