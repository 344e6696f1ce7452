import type { PoolAddress } from '../config/pools.ts';

/**
 * Whether a pool's endpoint is an emulator rather than AWS or a proxy in front of it. An emulator has no
 * request quotas, needs no credentials and serves its own JWKS.
 *
 * The setting `COGNITO_EMULATOR` decides; without it, an endpoint on a loopback address is an emulator.
 * Plain HTTP alone does not make one: a proxy in a private network leads to AWS and its quotas.
 */
export function isEmulator(
  address: PoolAddress,
): address is PoolAddress & { readonly endpoint: string } {
  if (address.endpoint === undefined) return false;
  return address.isEmulator ?? isLoopback(new URL(address.endpoint).hostname);
}

/** RFC 5735 and RFC 4291 loopback addresses, and the names of RFC 6761, 6.3. */
function isLoopback(hostname: string): boolean {
  return /^(127(\.\d{1,3}){3}|\[::1\]|localhost|.+\.localhost)$/i.test(hostname);
}
