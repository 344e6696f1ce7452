import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { bundleClient } from './client-bundle.ts';

const html = '<!doctype html><title>Client</title><script type="module" src="/client.js"></script>';

/**
 * Serves a page whose script makes a client, under a policy that allows its own scripts and calls to one
 * origin; for one test. The expression and what the page hears of are in `globalThis`: `client`, `events`.
 *
 * @param options the argument of `createClient`, as an expression; `ahead` is the page's clock in
 * milliseconds ahead of the machine's, to be set from outside
 * @returns the page's origin
 */
export async function serveClientPage(options: string, allowedOrigin: string): Promise<string> {
  const { files } = await bundleClient(`
    import { createClient, createPasswordFetch, webStorage, memoryStorage } from './index.ts';
    const at = globalThis;
    at.ahead = 0;
    at.events = [];
    at.client = createClient({ now: () => Date.now() + at.ahead, ...(${options}) });
    for (const name of ['signed-in', 'refreshed', 'signed-out', 'expired']) {
      at.client.on(name, ({ username }) => at.events.push(name + ' ' + username));
    }
    Object.assign(at, { createClient, createPasswordFetch, webStorage, memoryStorage });
  `);
  const server = createServer((request, response) => {
    const script = files.get(request.url ?? '');
    const policy = `default-src 'none'; script-src 'self'; connect-src 'self' ${allowedOrigin}`;
    response.setHeader('content-security-policy', policy);
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(script ?? html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
