import { isIP } from 'node:net';

/** True for `http://` or `https://` with a host and nothing behind it. */
export function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isBare = url.pathname === '/' && !url.search && !url.hash && !/[?#]/.test(text);
  const isPlain = !url.username && !url.password && !url.host.includes('*');
  return /^https?:$/.test(url.protocol) && isBare && isPlain;
}

/** True for a host that only this machine reaches, as it stands in a URL or in HOST. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}

/**
 * The origin of managed login, from a host name or an origin; without TLS on this machine only.
 *
 * @param name of the setting
 * @throws Error with one sentence that names the setting
 */
export function domainOf(text: string | undefined, name: string): string | undefined {
  if (text === undefined) return undefined;
  const address = /^https?:\/\//.test(text) ? text : `https://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isSafe =
    url?.protocol === 'https:' || /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url?.hostname ?? '');
  if (url === undefined || !isSafe || url.pathname !== '/' || url.search || url.username) {
    throw new Error(`${name} must be a host such as example.auth.eu-west-1.amazoncognito.com.`);
  }
  return url.origin;
}

/** True for an address or a name of a machine, without a port. */
export function isHost(text: string): boolean {
  if (isIP(text) !== 0) return true;
  return text.length <= 253 && /^(?!-)[a-z\d-]+(\.[a-z\d-]+)*\.?$/i.test(text);
}

/**
 * What is wrong with where the console is reached, as sentences. Behind a real pool, cookies and
 * passwords go over HTTPS or stay on this machine.
 */
export function problemsOfAddress(
  { host, publicUrl }: { readonly host: string; readonly publicUrl: string | undefined },
  hasRealPool: boolean,
): string[] {
  const problems: string[] = [];
  if (!isHost(host)) problems.push('HOST must be an address or the name of this machine.');
  if (publicUrl !== undefined && !isOrigin(publicUrl)) {
    problems.push(
      'PUBLIC_URL must be an origin such as https://console.example.com, without a path.',
    );
    return problems;
  }
  if (!hasRealPool) return problems;
  if (publicUrl === undefined) {
    if (isLoopbackHost(host)) return problems;
    problems.push('PUBLIC_URL is required with a real user pool when HOST is no loopback address.');
    return problems;
  }
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol !== 'https:' && !isLoopbackHost(hostname)) {
    problems.push('PUBLIC_URL must begin with https:// when a real user pool is configured.');
  }
  return problems;
}
