import { isIP } from 'node:net';

/**
 * Whose `X-Forwarded-For` is believed: of this many proxies in front, or of those in these networks.
 * Undefined: nobody's, and the address of a client is the one that it connects from.
 */
export type TrustedProxies = { readonly hops: number } | { readonly networks: readonly string[] };

const namedNetworks = new Set(['loopback', 'linklocal', 'uniquelocal']);
const sentence =
  'TRUST_PROXY must be true (one proxy), false, the number of proxies from 1 to 10, or their networks, such as 10.0.0.0/8 or loopback.';

/**
 * Reads TRUST_PROXY. Trusting every address would believe the leftmost entry of `X-Forwarded-For`,
 * which the client writes itself.
 *
 * @throws Error with one sentence when the text is none of the forms
 *
 * Source: @fastify/proxy-addr; MDN, "X-Forwarded-For", "Selecting an IP address".
 */
export function readTrustedProxies(text: string): TrustedProxies | undefined {
  if (text === 'false' || text === '0') return undefined;
  if (text === 'true') return { hops: 1 };
  if (/^\d+$/.test(text)) {
    const hops = Number(text);
    if (hops > 10) throw new Error(sentence);
    return { hops };
  }
  const networks = text.split(/[\s,]+/).filter(Boolean);
  if (networks.length === 0 || !networks.every(isNetwork)) throw new Error(sentence);
  return { networks };
}

/** What Fastify takes: by itself it refuses a number of hops, since it cannot know who connects. */
export function trustProxyOption(
  proxies: TrustedProxies | undefined,
): false | string[] | ((address: string, hop: number) => boolean) {
  if (proxies === undefined) return false;
  if ('networks' in proxies) return [...proxies.networks];
  return (_address, hop) => hop < proxies.hops;
}

/** An address, a network or one of the names; a network of all addresses is none. */
function isNetwork(text: string): boolean {
  if (namedNetworks.has(text)) return true;
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
}
