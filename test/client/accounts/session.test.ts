import { describe, expect, it } from 'vitest';
import { operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { apiForTests } from './api-client.ts';

const api = apiForTests();
const hour = 3_600_000;

/** A client with a user signed in, under a clock, with the paths that were called. */
async function signedIn() {
  const username = await peopleOf(api().running).confirmed();
  const paths: string[] = [];
  let ahead = 0;
  const client = api().client({
    now: () => Date.now() + ahead,
    fetch: (input, init) => {
      paths.push(new URL(String(input)).pathname.replace('/accounts/v1', ''));
      return fetch(input, init);
    },
  });
  await client.signIn({ username, password: operatorPassword });
  const later = () => {
    ahead += hour;
  };
  return { client, username, paths, later };
}

describe('By the account API, the session', () => {
  it('is refreshed once for fifty calls that wait for it', async () => {
    const { client, username, paths, later } = await signedIn();
    const before = await client.accessToken();
    later();
    const answers = await Promise.all(Array.from({ length: 50 }, () => client.me()));
    expect(new Set(answers.map((me) => me.username))).toEqual(new Set([username]));
    expect(paths.filter((path) => path === '/refresh')).toHaveLength(1);
    expect(await client.accessToken()).not.toBe(before);
    expect(await client.checkToken()).toEqual({ state: 'valid' });
  });

  it('ends with the sign-out, and its tokens are revoked', async () => {
    const { client } = await signedIn();
    const stored = await client.tokens();
    await client.signOut();
    await expect(client.me()).rejects.toMatchObject({ code: 'not_signed_in' });
    const reply = await fetch(`${api().base}/me`, {
      headers: { authorization: `Bearer ${stored?.accessToken}` },
    });
    expect(reply.status).toBe(401);
    const refresh = await fetch(`${api().base}/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refreshToken: stored?.refreshToken, deviceKey: stored?.deviceKey }),
    });
    expect(refresh.status).toBe(401);
  });

  it('is over when the person was disabled', async () => {
    const { client, username } = await signedIn();
    const events: string[] = [];
    client.on('expired', (event) => events.push(event.username));
    await peopleOf(api().running).disable(username);
    await expect(client.me()).rejects.toMatchObject({ code: 'session_ended' });
    expect(events).toEqual([username]);
  });

  it('says so when the service cannot be reached', async () => {
    const client = api().client({ baseUrl: 'http://127.0.0.1:1/accounts/v1' });
    const refused = client.signIn({ username: 'ada', password: 'x' });
    await expect(refused).rejects.toMatchObject({ code: 'network_error' });
  });

  it('names the address of managed login where the API does', async () => {
    const managedLogin = 'https://accounts.example.com/accounts/v1/managed-login/start';
    const problem = { code: 'session_ended', detail: 'Sign in again.', managedLogin };
    const answer = async () => new Response(JSON.stringify(problem), { status: 401 });
    const client = api().client({ mode: 'cookie', fetch: answer });
    await expect(client.me()).rejects.toMatchObject({ code: 'session_ended', managedLogin });
  });

  it('says so when something else answers', async () => {
    const answer = async () => new Response('<h1>Bad gateway</h1>', { status: 502 });
    const client = api().client({ fetch: answer });
    const refused = client.signIn({ username: 'ada', password: 'x' });
    await expect(refused).rejects.toMatchObject({ code: 'unexpected_answer', status: 502 });
  });
});
