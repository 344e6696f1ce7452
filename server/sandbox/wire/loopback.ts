import type { IncomingMessage } from 'node:http';

/**
 * Whether a request was meant for this machine: its Host is a name of the loopback interface. A page on the internet
 * whose host name was made to resolve to loopback (DNS rebinding) fails here.
 */
export function isForLoopback(request: IncomingMessage): boolean {
  return isLoopback(`http://${request.headers.host ?? ''}`);
}

/** Whether a request comes from a page that was not loaded from this machine. */
export function isFromForeignPage(request: IncomingMessage): boolean {
  const { origin } = request.headers;
  return origin !== undefined && !isLoopback(origin);
}

function isLoopback(address: string): boolean {
  const hostname = URL.parse(address)?.hostname ?? '';
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.[0-9]+){3}$/.test(hostname)
  );
}
