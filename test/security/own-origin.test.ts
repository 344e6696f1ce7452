import { describe, expect, it } from 'vitest';
import { isOwnHost } from '../../server/web/requests/origin/own-origin.ts';
import { consoleForTest, operatorPassword, type TestConsole } from '../helpers/console.ts';
import { freePort } from '../helpers/free-port.ts';
import { rawRequest } from '../helpers/raw-request.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });

/** To whatever `Host` the headers name, on this machine. */
const raw = (
  port: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
): ReturnType<typeof rawRequest> => rawRequest(`http://127.0.0.1:${port}`, path, headers, body);

const portOf = ({ url }: TestConsole): string => new URL(url).port;

describe('a console behind a proxy', () => {
  async function behindProxy(): Promise<string> {
    const port = await freePort();
    const environment = { PUBLIC_URL: 'https://Console.example:443', PORT: String(port) };
    await consoleForTest({ sandbox: { users: 0 }, environment });
    return String(port);
  }

  it('answers under its own name only, but for health checks by the address of the machine', async () => {
    const port = await behindProxy();
    for (const host of ['console.example', 'CONSOLE.example', 'console.example:443']) {
      expect((await raw(port, '/sign-in', { host })).status).toBe(200);
    }
    const others = ['evil.example', 'console.example.evil.example', '127.0.0.1', 'localhost'];
    for (const host of [...others, 'console.example:8443', 'evil.example@console.example']) {
      const reply = await raw(port, '/sign-in', { host });
      expect([host, reply.status]).toEqual([host, 421]);
      expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'wrong_host' } });
      expect(reply.body).not.toContain('evil.example');
      for (const path of ['/healthz', '/readyz']) {
        expect((await raw(port, path, { host })).status).toBe(200);
      }
    }
  });

  it('takes forms from its own origin, however its address is written', async () => {
    const port = await behindProxy();
    const form = new URLSearchParams({ username: 'auditor', password: operatorPassword });
    const headers = {
      host: 'console.example',
      'content-type': 'application/x-www-form-urlencoded',
    };
    const from = (origin: string) => raw(port, '/sign-in', { ...headers, origin }, `${form}`);
    expect((await from('https://console.example')).status).toBe(303);
    expect((await from('http://console.example')).status).toBe(403);
  });
});

describe('a console on this machine', () => {
  it.each(['localhost', 'localhost:8080', '127.0.0.1:3000', '[::1]:3000'])(
    'answers under the loopback name %s',
    async (host) => {
      expect((await raw(portOf(running()), '/sign-in', { host })).status).toBe(200);
    },
  );

  it.each(['evil.example', '10.0.0.5', '127.0.0.1.evil.example', 'localhost.evil.example'])(
    'does not answer under the name %s, which may lead here for another site',
    async (host) => {
      const reply = await raw(portOf(running()), '/sign-in', { host });
      expect(reply.status).toBe(421);
      expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'wrong_host' } });
    },
  );

  it.each(['', 'a b', 'a/b', 'a?b', 'a#b', 'user@localhost', '[::1', 'localhost:99999'])(
    'knows that "%s" is no name of it',
    (host) => {
      expect(isOwnHost(host, 'http://localhost:3000')).toBe(false);
    },
  );
});

describe('a form of a foreign origin', () => {
  it.each(['same-origin', 'none', 'same-site', 'cross-site', ''])(
    'is refused, though Sec-Fetch-Site says "%s"',
    async (site) => {
      const admin = await running().signedIn('admin');
      const headers = { origin: 'https://evil.example', accept: 'application/json' };
      const reply = await admin.post(
        '/sign-out',
        {},
        { ...headers, ...(site && { 'sec-fetch-site': site }) },
      );
      expect(reply.status).toBe(403);
      expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'cross_site_request' } });
    },
  );

  it.each([
    ['null', undefined, 403],
    ['null', 'cross-site', 403],
    ['null', 'same-origin', 303],
  ])('with the origin %s and Sec-Fetch-Site %s answers %i', async (origin, site, status) => {
    const admin = await running().signedIn('admin');
    const headers = { origin, ...(site && { 'sec-fetch-site': site }) };
    expect((await admin.post('/sign-out', {}, headers)).status).toBe(status);
  });

  it('is one of our own under another loopback name', async () => {
    const port = portOf(running());
    const form = new URLSearchParams({ username: 'auditor', password: operatorPassword });
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const send = (host: string, origin: string) =>
      raw(port, '/sign-in', { ...type, host, origin }, `${form}`);
    expect((await send('localhost:8080', 'http://localhost:8080')).status).toBe(303);
    expect((await send('localhost:8080', 'http://localhost:9999')).status).toBe(403);
  });
});
