import { isIP } from 'node:net';
import { type AllowedNetworks, addressProblem, isLoopbackAddress } from './networks.ts';

/** In characters. */
const longestAddress = 2048;

/**
 * The host of an address as a resolver takes it: an address of IPv6 without its brackets.
 */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/**
 * Checks the address that a webhook is to be sent to, without looking up its name: that happens at each
 * delivery.
 *
 * @returns the address in its normal form, or a sentence on what is wrong with it
 */
export function parseWebhookAddress(
  text: string,
  allowed: AllowedNetworks,
): { readonly url: URL } | { readonly problem: string } {
  if (text.length > longestAddress) return { problem: `At most ${longestAddress} characters.` };
  const url = URL.parse(text.trim());
  if (url === null)
    return { problem: 'Enter a whole address, such as https://example.com/events.' };
  const problem = problemOf(url, allowed);
  return problem === undefined ? { url } : { problem };
}

function problemOf(url: URL, allowed: AllowedNetworks): string | undefined {
  const host = hostOf(url);
  const isLocal = isLoopbackAddress(host) || host === 'localhost';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowed.loopback && isLocal)) {
    return 'The address must begin with https://.';
  }
  if (url.username !== '' || url.password !== '') {
    return 'Leave username and password out of the address; deliveries are signed instead.';
  }
  if (url.hash !== '') return 'Leave out the part behind #, which is not sent.';
  const port = Number(url.port || 443);
  if (!isLocal && port !== 443 && port < 1024) return 'Use port 443, or one of 1024 and above.';
  const wrong = isIP(host) === 0 ? undefined : addressProblem(host, allowed);
  return wrong && `The address ${host} ${wrong}.`;
}
