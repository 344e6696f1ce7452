import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });

// Whatever was sent, the next request is answered.
afterEach(async () => {
  expect((await running().client().get('/healthz')).status).toBe(200);
});

/** Every page that takes a body, with names that exist; the APIs have tests of their own. */
const takingBodies = () =>
  running()
    .routes.filter(({ method, url }) => method === 'POST' && !url.startsWith('/api/'))
    .map(({ url }) =>
      url.replace(':pool', 'sandbox').replace(':name', 'auditor').replace(/:\w+/g, '1'),
    )
    // Ends the session that the others are tried with.
    .filter((path) => path !== '/sign-out');

/** Sends bytes as they are and answers the status line. */
async function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(running().url);
  const socket = connect(Number(port), hostname);
  socket.setEncoding('latin1');
  socket.write(text, 'latin1');
  let answer = '';
  for await (const chunk of socket) {
    answer += chunk;
    if (answer.includes('\r\n')) break;
  }
  socket.destroy();
  return answer.split('\r\n', 1)[0] ?? '';
}

describe('What is too much is refused', () => {
  it('as a body, by every route that takes one', async () => {
    const admin = await running().signedIn('admin');
    const paths = takingBodies();
    expect(paths.length).toBeGreaterThan(40);
    for (const path of paths) {
      const reply = await admin.request('POST', path, {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `a=${'b'.repeat(300_000)}`,
      });
      expect([path, reply.status]).toEqual([path, 413]);
    }
  });

  it('as a body that is compressed, or said to be shorter than it is', async () => {
    const admin = await running().signedIn('admin');
    const packed = await admin.request('POST', '/sign-in', {
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-encoding': 'gzip',
      },
      body: 'not unpacked',
    });
    expect(packed.status).toBe(400);
    const lying = [
      'POST /sign-in HTTP/1.1',
      'Host: x',
      'Content-Type: application/x-www-form-urlencoded',
      'Content-Length: 5',
      'Transfer-Encoding: chunked',
      '',
      '0',
      '',
      'GET /pools/sandbox/users HTTP/1.1',
      'Host: x',
      '',
      '',
    ];
    expect(await raw(lying.join('\r\n'))).toBe('HTTP/1.1 400 Bad Request');
  });

  it('as headers', async () => {
    const long = (name: string): string =>
      `GET /sign-in HTTP/1.1\r\nHost: x\r\n${name}: ${'a'.repeat(20_000)}\r\n\r\n`;
    for (const name of ['Cookie', 'User-Agent', 'Accept-Language', 'X-Anything']) {
      expect([name, await raw(long(name))]).toEqual([
        name,
        'HTTP/1.1 431 Request Header Fields Too Large',
      ]);
    }
  });

  it('as an address', async () => {
    const line = `GET /pools/sandbox/users?q=${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`;
    expect(await raw(line)).toBe('HTTP/1.1 431 Request Header Fields Too Large');
  });

  it.each([
    '/pools/sandbox/users?sort=',
    '/pools/sandbox/users?column=',
    '/pools/sandbox/audit?operator=',
    '/pools/sandbox/audit?target=',
    '/pools/sandbox/audit?actionId=',
    '/pools/sandbox/audit?from=',
    '/pools/sandbox/users/',
    '/pools/sandbox/groups/',
    '/pools/sandbox/users/auditor?history=',
  ])('as a value of %s', async (path) => {
    const admin = await running().signedIn('admin');
    const reply = await admin.get(`${path}${'9'.repeat(7000)}`);
    expect(reply.status).toBe(400);
  });

  it('as a number of fields', async () => {
    const admin = await running().signedIn('admin');
    const many = Array.from({ length: 5000 }, (_, index) => [`field-${index}`, 'x'] as const);
    const path = '/pools/sandbox/users/auditor/actions/edit-attributes';
    expect((await admin.post(path, Object.fromEntries(many))).status).toBe(422);
    const query = new URLSearchParams(Object.fromEntries(many.slice(0, 800)));
    expect((await admin.get(`/pools/sandbox/users?${query}`)).status).toBe(422);
  });
});
