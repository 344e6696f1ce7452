import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import {
  type AllowedNetworks,
  addressProblem,
  isLoopbackAddress,
} from '../../config/events/networks.ts';
import { hostOf } from '../../config/events/webhook-address.ts';

/** Looks a name up; throws what `dns.lookup` does. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** As the operating system resolves names. */
export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true });

/** An address that must not be sent to. The message is a sentence. */
export class RefusedAddress extends Error {}

/**
 * Looks the host of an address up, once, and checks every answer. The connection has to be made to what
 * is returned, so that a name that answers differently the next time (DNS rebinding) gains nothing.
 *
 * @throws RefusedAddress when an answer is not allowed, or for http to another machine
 */
export async function checkedAddresses(
  url: URL,
  allowed: AllowedNetworks,
  resolve: Resolve,
): Promise<readonly LookupAddress[]> {
  const host = hostOf(url);
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  if (addresses.length === 0) throw new RefusedAddress(`${host} has no address.`);
  for (const { address } of addresses) {
    const problem = addressProblem(address, allowed);
    if (problem !== undefined) {
      throw new RefusedAddress(`Not sent: the address ${address} of ${host} ${problem}.`);
    }
    if (url.protocol === 'http:' && !isLoopbackAddress(address)) {
      throw new RefusedAddress('Not sent: http is for this machine only. Use https.');
    }
  }
  return addresses;
}

/** A `lookup` for a connection that answers nothing but these addresses. */
export function pinned(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}
