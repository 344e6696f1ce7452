import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { bundleClient } from './client-bundle.ts';

const html = '<!doctype html><title>Client</title><script type="module" src="/client.js"></script>';

type PageSettings = {
  /** The argument of `createClient`, as an expression. */
  readonly options: string;
  /** The only origin that the page may call beside its own. */
  readonly allowedOrigin: string;
};

/**
 * Serves a page whose script makes a client, under a policy that allows no other scripts; for one test. In
 * its `globalThis` are `client`, the `events` it heard of, and `ahead`: by how many milliseconds its clock is
 * ahead of the machine's.
 *
 * @param settingsFor what is known once the page has an origin
 * @returns the page's origin
 */
export async function serveClientPage(
  settingsFor: (origin: string) => Promise<PageSettings>,
): Promise<string> {
  let files: ReadonlyMap<string, string> = new Map();
  let policy = '';
  const server = createServer((request, response) => {
    const script = files.get(request.url ?? '');
    response.setHeader('content-security-policy', policy);
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(script ?? html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { options, allowedOrigin } = await settingsFor(origin);
  policy = `default-src 'none'; script-src 'self'; connect-src 'self' ${allowedOrigin}`;
  ({ files } = await bundleClient(`
    import { createClient, createPasswordFetch, webStorage, memoryStorage } from './index.ts';
    const at = globalThis;
    at.ahead = 0;
    at.events = [];
    at.client = createClient({ now: () => Date.now() + at.ahead, ...(${options}) });
    for (const name of ['signed-in', 'refreshed', 'signed-out', 'expired']) {
      at.client.on(name, ({ username }) => at.events.push(name + ' ' + username));
    }
    Object.assign(at, { createClient, createPasswordFetch, webStorage, memoryStorage });
  `));
  return origin;
}
