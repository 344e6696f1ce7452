import { describe, expect, it } from 'vitest';
import { type Client, type ClientEvents, memoryStorage } from '../../client/src/index.ts';
import { testPassword } from '../sandbox/sign-in/pool.ts';
import { type ClientPool, clientPool } from './client-pool.ts';
import { peopleOfPool } from './people-of-pool.ts';

const ada = { username: 'ada', password: testPassword };
const hour = 3_600_000;

/** A pool under a clock, and how often each operation was called. */
async function watchedPool(settings: Parameters<typeof clientPool>[0] = {}) {
  let now = Date.now();
  const calls: string[] = [];
  const own = await clientPool({ ...settings, now: () => now });
  const counting: typeof fetch = (input, init) => {
    calls.push(new Headers(init?.headers).get('x-amz-target')?.split('.')[1] ?? 'other');
    return fetch(input, init);
  };
  return {
    ...own,
    client: (options: Parameters<ClientPool['client']>[0] = {}) =>
      own.client({ fetch: counting, ...options }),
    later: (milliseconds: number) => {
      now += milliseconds;
    },
    refreshes: () => calls.filter((name) => name === 'GetTokensFromRefreshToken').length,
  };
}

function eventsOf(client: Client): string[] {
  const events: string[] = [];
  const names: (keyof ClientEvents)[] = ['signed-in', 'refreshed', 'signed-out', 'expired'];
  for (const name of names) client.on(name, ({ username }) => events.push(`${name} ${username}`));
  return events;
}

describe('The access token', () => {
  it('is refreshed once for many calls that wait for it', async () => {
    const { client, later, refreshes } = await watchedPool();
    const own = client();
    const events = eventsOf(own);
    await own.signIn(ada);
    const first = await own.accessToken();
    expect(await own.checkToken()).toEqual({ state: 'valid' });
    later(hour);
    const tokens = await Promise.all(Array.from({ length: 50 }, () => own.accessToken()));
    expect(new Set(tokens).size).toBe(1);
    expect(tokens).not.toContain(first);
    expect(refreshes()).toBe(1);
    expect(events).toEqual(['signed-in ada', 'refreshed ada']);
  });

  it('is refreshed once for clients that share a storage with a lock', async () => {
    const { client, later, refreshes } = await watchedPool();
    const storage = sharedStorage();
    const clients = Array.from({ length: 5 }, () => client({ storage }));
    await clients[0]?.signIn(ada);
    later(hour);
    const tokens = await Promise.all(clients.map((one) => one.accessToken()));
    expect(new Set(tokens).size).toBe(1);
    expect(refreshes()).toBe(1);
  });

  it('is replaced together with the refresh token where the pool rotates it', async () => {
    const { client, later } = await watchedPool({
      client: {
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
      },
    });
    const own = client();
    await own.signIn(ada);
    const first = (await own.tokens())?.refreshToken;
    for (const _ of [1, 2]) {
      later(hour);
      await own.me();
    }
    expect((await own.tokens())?.refreshToken).not.toBe(first);
  });

  it('is replaced when the pool does not take it any more, and the session ends with that', async () => {
    const { client, cognito, pool } = await watchedPool();
    const own = client();
    const events = eventsOf(own);
    await own.signIn(ada);
    await peopleOfPool(cognito, pool).signOut('ada');
    await expect(own.me()).rejects.toMatchObject({ code: 'session_ended', status: 401 });
    expect(events).toEqual(['signed-in ada', 'expired ada']);
    expect(await own.tokens()).toBeUndefined();
    expect(await own.checkToken()).toEqual({ state: 'over', reason: 'not_signed_in' });
    await expect(own.accessToken()).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('is checked, and refreshed by the way', async () => {
    const { client, later } = await watchedPool();
    const own = client();
    expect(await own.checkToken()).toEqual({ state: 'over', reason: 'not_signed_in' });
    await own.signIn(ada);
    later(hour);
    expect(await own.checkToken()).toEqual({ state: 'refreshed' });
    later(31 * 24 * hour);
    expect(await own.checkToken()).toEqual({ state: 'over', reason: 'session_ended' });
  });

  it('that comes after the person signed out is not stored', async () => {
    const { client, later } = await watchedPool();
    const storage = memoryStorage();
    const own = client({ storage });
    await own.signIn(ada);
    later(hour);
    const asked = own.accessToken();
    await own.signOut();
    await expect(asked).rejects.toMatchObject({ status: 401 });
    expect(await own.tokens()).toBeUndefined();
  });
});

describe('Signing out', () => {
  it('revokes the tokens', async () => {
    const { client } = await watchedPool();
    const storage = memoryStorage();
    const own = client({ storage });
    const events = eventsOf(own);
    await own.signIn(ada);
    const stored = await own.tokens();
    await own.signOut();
    expect(await own.username()).toBeUndefined();
    await storage.set('poolkeeper.other', '');
    const thief = client({ storage });
    await storage.set(`poolkeeper.${clientIdOf(stored?.accessToken)}`, JSON.stringify(stored));
    await expect(thief.me()).rejects.toMatchObject({ code: 'session_ended' });
    expect(events).toEqual(['signed-in ada', 'signed-out ada']);
  });

  it('ends the session here although the pool cannot be reached', async () => {
    const { client } = await watchedPool();
    let isOnline = true;
    const own = client({
      fetch: (...request) => (isOnline ? fetch(...request) : Promise.reject(new TypeError('down'))),
    });
    await own.signIn(ada);
    isOnline = false;
    await expect(own.signOut()).rejects.toMatchObject({ code: 'network_error' });
    expect(await own.tokens()).toBeUndefined();
  });

  it('everywhere ends the sessions of other devices too', async () => {
    const { client } = await watchedPool();
    const [one, two] = [client(), client()];
    await one.signIn(ada);
    await two.signIn(ada);
    await one.signOutEverywhere();
    await expect(two.me()).rejects.toMatchObject({ code: 'session_ended' });
  });

  it('removes a listener that is no longer wanted, and survives one that throws', async () => {
    const { client } = await watchedPool();
    const own = client();
    const heard: string[] = [];
    const stop = own.on('signed-in', () => heard.push('first'));
    own.on('signed-out', () => heard.push('out'));
    await own.signIn(ada);
    stop();
    await own.signOut();
    await own.signIn(ada);
    expect(heard).toEqual(['first', 'out']);
  });
});

function clientIdOf(token = ''): string {
  return JSON.parse(atob(token.split('.')[1] ?? '')).client_id;
}

/** As `localStorage` with Web Locks: one holder of a lock at a time. */
function sharedStorage(): ReturnType<typeof memoryStorage> {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...memoryStorage(),
    lock: (_, work) => {
      const next = last.then(work);
      last = next.catch(() => undefined);
      return next;
    },
  };
}
