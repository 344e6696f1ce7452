import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Attempt } from '../../server/events/receiver.ts';
import type { Resolve } from '../../server/events/webhook/resolve.ts';
import { type SendParts, sendWebhook } from '../../server/events/webhook/send.ts';
import { testReceiver } from './receiver-server.ts';

const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='];
const body = '{"type":"x"}';
const loopback = { address: '127.0.0.1', family: 4 };

function send(
  url: string,
  parts: Partial<SendParts> = {},
  signal = new AbortController().signal,
): Promise<Attempt> {
  const all: SendParts = {
    allowed: { loopback: true, private: false },
    resolve: async () => {
      throw new Error('Nothing is looked up.');
    },
    timeout: 10_000,
    now: () => new Date(),
    ...parts,
  };
  return sendWebhook(all, { url, id: 'evt_1', body, secrets }, signal);
}

const problemOf = (attempt: Attempt): string =>
  attempt.result === 'failed' ? attempt.problem : attempt.result;

/** A server that speaks below HTTP; answers its port. */
async function rawServer(answer: string, isEnded = true): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(answer);
      if (isEnded) socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe('A webhook', () => {
  it('is delivered by any answer of 2xx', async () => {
    const receiver = await testReceiver();
    for (const status of [200, 201, 202, 204, 299]) {
      receiver.answer(status);
      expect(await send(receiver.url)).toEqual({ result: 'delivered', status });
    }
    const [first] = receiver.deliveries;
    expect(first?.body).toBe(body);
    expect(Object.keys(first?.headers ?? {}).sort()).toEqual([
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
      'webhook-id',
      'webhook-signature',
      'webhook-timestamp',
    ]);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect by %i', async (status) => {
    const receiver = await testReceiver();
    const elsewhere = await testReceiver();
    receiver.answer(status, { location: elsewhere.url });
    expect(problemOf(await send(receiver.url))).toMatch(
      new RegExp(`^The receiver answered ${status}, a redirect`),
    );
    expect(elsewhere.deliveries).toEqual([]);
  });

  it('fails by a receiver that never answers', async () => {
    const receiver = await testReceiver();
    receiver.handle(() => undefined);
    const problem = problemOf(await send(receiver.url, { timeout: 100 }));
    expect(problem).toBe('No answer within 0 seconds.');
  });

  it('fails by a receiver that begins an answer and never ends its headers', async () => {
    const port = await rawServer('HTTP/1.1 200 OK\r\nx-a: ', false);
    const problem = problemOf(await send(`http://127.0.0.1:${port}/`, { timeout: 100 }));
    expect(problem).toMatch(/^No answer within/);
  });

  it('counts as delivered once the headers are there, and does not wait for a slow body', async () => {
    const receiver = await testReceiver();
    const closed = Promise.withResolvers<void>();
    receiver.handle((_delivery, response) => {
      response.on('close', closed.resolve);
      response.writeHead(200).write('a');
    });
    expect(await send(receiver.url)).toEqual({ result: 'delivered', status: 200 });
    await closed.promise;
  });

  it('reads no more than a little of a huge body', async () => {
    const receiver = await testReceiver();
    const closed = Promise.withResolvers<void>();
    let written = 0;
    receiver.handle((_delivery, response) => {
      const more = (): void => {
        if (response.destroyed) return;
        written += 65_536;
        response.write('x'.repeat(65_536), () => setImmediate(more));
      };
      response.on('close', closed.resolve);
      response.writeHead(200);
      more();
    });
    expect(await send(receiver.url)).toEqual({ result: 'delivered', status: 200 });
    await closed.promise;
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  it.each([
    ['nonsense', 'SMTP ready\r\n', /\(HPE_/],
    [
      'headers without an end',
      `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`,
      /\(HPE_HEADER_OVERFLOW\)/,
    ],
    ['nothing', '', /\(ECONNRESET\)/],
  ])('fails by an answer that is %s', async (_, answer, problem) => {
    const port = await rawServer(answer);
    expect(problemOf(await send(`http://127.0.0.1:${port}/`))).toMatch(problem);
  });

  it('shows nothing of what the receiver says but the status', async () => {
    const receiver = await testReceiver();
    receiver.handle((_delivery, response) => {
      response.statusMessage = 'secret-reason';
      response.writeHead(500, { 'x-secret': 'secret-header' }).end('secret-body');
    });
    expect(await send(receiver.url)).toEqual({
      result: 'failed',
      problem: 'The receiver answered 500.',
      retryAfter: undefined,
    });
  });

  it('fails where nothing listens', async () => {
    const { url, port } = await testReceiver();
    const free = await rawServer('');
    expect(free).not.toBe(port);
    expect(problemOf(await send(url.replace(String(port), '9')))).toMatch(/ECONNREFUSED/);
  });

  it('is interrupted when the process ends', async () => {
    const receiver = await testReceiver();
    const stopping = new AbortController();
    receiver.handle(() => stopping.abort());
    expect(await send(receiver.url, {}, stopping.signal)).toEqual({ result: 'interrupted' });
  });
});

describe('The name of a receiver', () => {
  it('is looked up once, and the connection made to the address that was checked', async () => {
    const receiver = await testReceiver();
    const resolve = vi.fn<Resolve>(async () => [loopback]);
    resolve
      .mockResolvedValueOnce([loopback])
      .mockResolvedValueOnce([{ address: '10.0.0.1', family: 4 }]);
    const url = `http://localhost:${receiver.port}/`;
    expect(await send(url, { resolve })).toMatchObject({ result: 'delivered' });
    expect(resolve.mock.calls).toEqual([['localhost']]);
    expect(receiver.deliveries[0]?.headers.host).toBe(`localhost:${receiver.port}`);
    // It leads elsewhere by now (DNS rebinding).
    expect(problemOf(await send(url, { resolve }))).toMatch(
      /^Not sent: the address 10\.0\.0\.1 of localhost/,
    );
    expect(receiver.deliveries).toHaveLength(1);
  });

  it.each([
    '10.1.2.3',
    '169.254.169.254',
    '::ffff:127.0.0.1',
    '0.0.0.0',
    'fe80::1',
    'fd00:ec2::254',
  ])('that leads to %s is refused, even if other answers are public', async (address) => {
    const family = address.includes(':') ? 6 : 4;
    const both = [
      { address: '1.1.1.1', family: 4 },
      { address, family },
    ];
    const resolve: Resolve = async () => both;
    const problem = problemOf(await send('https://hooks.example/', { resolve }));
    expect(problem).toContain(`Not sent: the address ${address} of hooks.example is`);
  });

  it('that leads to this machine is refused without the setting', async () => {
    const receiver = await testReceiver();
    const allowed = { loopback: false, private: true };
    const resolve: Resolve = async () => [loopback];
    const url = `https://hooks.example:${receiver.port}/`;
    expect(problemOf(await send(url, { resolve, allowed }))).toMatch(/WEBHOOKS_ALLOW_LOOPBACK/);
    expect(receiver.deliveries).toEqual([]);
  });

  it('gets http only on this machine', async () => {
    const resolve: Resolve = async () => [{ address: '1.1.1.1', family: 4 }];
    expect(problemOf(await send('http://localhost/', { resolve }))).toMatch(/^Not sent: http/);
  });

  it('may have no address, or none that is found in time', async () => {
    const url = 'https://hooks.example/';
    expect(problemOf(await send(url, { resolve: async () => [] }))).toMatch(/has no address/);
    const notFound = Object.assign(new Error('queryA ENOTFOUND secret'), { code: 'ENOTFOUND' });
    const failing: Resolve = async () => Promise.reject(notFound);
    expect(problemOf(await send(url, { resolve: failing }))).toMatch(
      /^The connection failed \(ENOTFOUND\)/,
    );
    const never: Resolve = () => new Promise(() => undefined);
    expect(problemOf(await send(url, { resolve: never, timeout: 50 }))).toMatch(
      /^No answer within/,
    );
  });
});

describe('By https', () => {
  /** A server for `hooks.example` with a certificate of its own; answers its port and the certificate. */
  async function httpsServer(): Promise<{ readonly port: number; readonly certificate: string }> {
    const folder = mkdtempSync(join(tmpdir(), 'poolkeeper-https-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
    const names = ['-subj', '/CN=hooks.example', '-addext', 'subjectAltName=DNS:hooks.example'];
    execFileSync('openssl', [...request, '-nodes', '-keyout', key, '-out', cert, ...names], {
      stdio: 'ignore',
    });
    const certificate = readFileSync(cert, 'utf8');
    const server = createHttps(
      { key: readFileSync(key), cert: certificate },
      (request, response) => {
        request.resume();
        response.writeHead(204).end();
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
    });
    return { port: (server.address() as AddressInfo).port, certificate };
  }

  it('the certificate must be of the name, and of an authority that is trusted', async () => {
    const { port, certificate } = await httpsServer();
    const resolve: Resolve = async () => [loopback];
    const url = `https://hooks.example:${port}/`;
    expect(problemOf(await send(url, { resolve }))).toMatch(
      /\((DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED\w+)\)/,
    );
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, certificate]);
    onTestFinished(() => setDefaultCACertificates(before));
    expect(await send(url, { resolve })).toEqual({ result: 'delivered', status: 204 });
    const other = `https://other.example:${port}/`;
    expect(problemOf(await send(other, { resolve }))).toMatch(/\(ERR_TLS_CERT_ALTNAME_INVALID\)/);
  });
});
