import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPasswordFetch } from '../../client/src/index.ts';
import { testPassword } from '../sandbox/sign-in/pool.ts';
import { clientPool } from './client-pool.ts';
import { peopleOfPool } from './people-of-pool.ts';

const ada = { username: 'ada', password: testPassword };

type Asked = { readonly token: string; readonly body: string };

/** A server that answers 401 as often as it is said to, and 200 then. */
async function apiServer(refusals = 0): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    asked.push({ token: request.headers.authorization ?? '', body });
    response.writeHead(asked.length <= refusals ? 401 : 200).end('{"ok":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notes`, asked };
}

describe('client.fetch', () => {
  it('carries the access token', async () => {
    const { client } = await clientPool();
    const own = client();
    const { url, asked } = await apiServer();
    await own.signIn(ada);
    const reply = await own.fetch(url, { method: 'POST', body: 'text' });
    expect(await reply.json()).toEqual({ ok: true });
    expect(asked).toEqual([{ token: `Bearer ${await own.accessToken()}`, body: 'text' }]);
  });

  it('carries the ID token where the settings say so', async () => {
    const { client } = await clientPool();
    const own = client({ fetchToken: 'id' });
    const { url, asked } = await apiServer(1);
    await own.signIn(ada);
    await own.fetch(url);
    expect(asked.at(-1)?.token).toBe(`Bearer ${(await own.tokens())?.idToken}`);
  });

  it('tries once more with another token when the server answers 401, with the same body', async () => {
    const { client } = await clientPool();
    const own = client();
    const { url, asked } = await apiServer(1);
    await own.signIn(ada);
    const first = await own.accessToken();
    const request = new Request(url, { method: 'POST', body: 'text' });
    expect((await own.fetch(request)).status).toBe(200);
    expect(asked.map(({ body }) => body)).toEqual(['text', 'text']);
    expect(asked.map(({ token }) => token)).toEqual([
      `Bearer ${first}`,
      `Bearer ${await own.accessToken()}`,
    ]);
    expect(asked[0]?.token).not.toBe(asked[1]?.token);
  });

  it('hands out the second 401', async () => {
    const { client } = await clientPool();
    const own = client();
    const { url, asked } = await apiServer(9);
    await own.signIn(ada);
    expect((await own.fetch(url)).status).toBe(401);
    expect(asked).toHaveLength(2);
  });

  it('sends nothing without a session, nor to an origin that is not named', async () => {
    const { client } = await clientPool();
    const own = client({ origins: ['https://api.example.com'] });
    const { url, asked } = await apiServer();
    await expect(own.fetch('https://api.example.com')).rejects.toMatchObject({
      code: 'not_signed_in',
    });
    await own.signIn(ada);
    await expect(own.fetch(url)).rejects.toMatchObject({ code: 'origin_not_allowed' });
    const lookalike = 'https://api.example.com@127.0.0.1/';
    await expect(own.fetch(lookalike)).rejects.toMatchObject({ name: 'TypeError' });
    expect(asked).toEqual([]);
  });
});

describe('createPasswordFetch', () => {
  it('signs in when first used, once, and again when the session is over', async () => {
    const { client, cognito, pool } = await clientPool();
    const own = client();
    const { url, asked } = await apiServer();
    const signIns: string[] = [];
    own.on('signed-in', ({ username }) => signIns.push(username));
    const send = createPasswordFetch(own, ada);
    const replies = await Promise.all([send(url), send(url), send(url)]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(signIns).toEqual(['ada']);
    await peopleOfPool(cognito, pool).signOut('ada');
    await expect(own.refresh()).rejects.toMatchObject({ code: 'session_ended' });
    await send(url, { method: 'PUT', body: 'again' });
    expect(asked.at(-1)?.body).toBe('again');
    expect(signIns).toEqual(['ada', 'ada']);
  });

  it('says so when the sign-in asks for more than the password', async () => {
    const { client } = await clientPool();
    const { url } = await apiServer();
    const own = client();
    const challenge = { challenge: 'SOFTWARE_TOKEN_MFA', handle: '' };
    const step = own.resume({ status: 'totp', username: 'ada', challenge });
    const send = createPasswordFetch({ ...own, signIn: async () => step }, ada);
    await expect(send(url)).rejects.toMatchObject({ code: 'challenge_not_supported' });
  });
});
