import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { IssuedTokens, SignInGateway } from '../../server/cognito/sign-in.ts';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { PoolkeeperError } from '../../server/errors.ts';
import { createSessions, sessionTimes } from '../../server/operators/sessions.ts';
import { createTokenVerifier } from '../../server/tokens/token-verifier.ts';
import { createKey, operatorPool, tokenPair } from './tokens.ts';

const key = createKey();
const verifier = createTokenVerifier(operatorPool(key));
const groups = { admin: 'pool-admins', support: 'pool-support', auditor: 'pool-auditors' };
const secrets = ['s'.repeat(32)];
const beginning = { way: 'direct', address: '192.0.2.1', browser: 'Firefox' } as const;

const ended = new PoolkeeperError({ code: 'session_ended', status: 401, publicMessage: 'Ended.' });
const away = new PoolkeeperError({ code: 'pool_unreachable', status: 503, publicMessage: 'Away.' });

/** Tokens of Ada, by default an administrator. */
function tokens(membership: readonly string[] = ['pool-admins'], refreshToken = 'refresh-1') {
  const claim = { 'cognito:groups': membership };
  return { ...tokenPair(key, claim, claim), refreshToken };
}

async function memory(): Promise<Database> {
  const database = await openDatabase('file::memory:');
  onTestFinished(() => database.destroy());
  return database;
}

/** Sessions whose clock and pool the test decides. */
function sessionsOver(database: Database, options: { secrets?: readonly string[] } = {}) {
  const pool = {
    refresh: async (): Promise<IssuedTokens> => ({ ...tokens(), refreshToken: undefined }),
    refreshed: [] as string[],
    revoked: [] as string[],
    ahead: 0,
  };
  const signIn: Pick<SignInGateway, 'refresh' | 'revoke'> = {
    refresh: async (refreshToken) => {
      pool.refreshed.push(refreshToken);
      return pool.refresh();
    },
    revoke: async (refreshToken) => {
      pool.revoked.push(refreshToken);
    },
  };
  const now = () => new Date(Date.now() + pool.ahead);
  const sessions = createSessions({
    database,
    secrets,
    signIn,
    verifier,
    groups,
    now,
    randomBytes,
    ...options,
  });
  return { pool, sessions };
}

const later = (milliseconds: number): number => milliseconds + 1000;

describe('a session', () => {
  it('names the operator that the tokens named', async () => {
    const { sessions } = sessionsOver(await memory());
    const { cookie, operator } = await sessions.create(tokens(), beginning);
    expect(operator).toMatchObject({
      sub: 'sub-1',
      username: 'ada',
      displayName: 'ada@example.com',
      role: 'admin',
    });
    expect(await sessions.resolve(cookie)).toEqual(operator);
  });

  it('is found by nothing but its cookie, which is stored nowhere', async () => {
    const database = await memory();
    const { sessions } = sessionsOver(database);
    const { cookie, operator } = await sessions.create(tokens(), beginning);
    const [row] = await database.selectFrom('session').selectAll().execute();
    const stored = JSON.stringify(row);
    expect(stored).not.toContain(cookie);
    expect(stored).not.toContain('refresh-1');
    // Quoted: three letters alone stand in sealed bytes now and then.
    expect(stored).not.toContain('"ada"');
    expect(stored).not.toContain('ada@example.com');
    for (const guess of [row?.idHash, operator.sessionId, '', 'x'.repeat(43), `${cookie}x`]) {
      expect(await sessions.resolve(guess ?? '')).toBeUndefined();
    }
  });

  it('has another cookie each time', async () => {
    const { sessions } = sessionsOver(await memory());
    const [one, two] = [
      await sessions.create(tokens(), beginning),
      await sessions.create(tokens(), beginning),
    ];
    expect(one.cookie).not.toBe(two.cookie);
    expect(one.operator.sessionId).not.toBe(two.operator.sessionId);
  });

  it('is not begun for a member of no operator group, whose tokens are revoked', async () => {
    const database = await memory();
    const { pool, sessions } = sessionsOver(database);
    await expect(sessions.create(tokens(['x,pool-admins']), beginning)).rejects.toMatchObject({
      code: 'not_an_operator',
      status: 403,
    });
    expect(pool.revoked).toEqual(['refresh-1']);
    expect(await database.selectFrom('session').selectAll().execute()).toEqual([]);
  });

  it('cannot be moved to another row or changed in the database', async () => {
    const database = await memory();
    const { sessions } = sessionsOver(database);
    const admin = await sessions.create(tokens(), beginning);
    const auditor = await sessions.create(tokens(['pool-auditors']), beginning);
    const rows = await database.selectFrom('session').selectAll().execute();
    const [first, second] = rows;
    await database
      .updateTable('session')
      .set({ sealed: first?.sealed ?? '' })
      .where('idHash', '=', second?.idHash ?? '')
      .execute();
    expect(await sessions.resolve(auditor.cookie)).toBeUndefined();
    expect(await sessions.resolve(admin.cookie)).toEqual(admin.operator);
  });

  it('outlives a restart and a new secret, but not the loss of its own', async () => {
    const database = await memory();
    const { cookie, operator } = await sessionsOver(database).sessions.create(tokens(), beginning);
    const rotated = sessionsOver(database, { secrets: ['n'.repeat(32), ...secrets] });
    expect(await rotated.sessions.resolve(cookie)).toEqual(operator);
    const replaced = sessionsOver(database, { secrets: ['n'.repeat(32)] });
    expect(await replaced.sessions.resolve(cookie)).toBeUndefined();
  });
});

describe('a session ends', () => {
  it('when nobody uses it for half an hour', async () => {
    const { pool, sessions } = sessionsOver(await memory());
    const { cookie } = await sessions.create(tokens(), beginning);
    for (const minutes of [20, 40, 60]) {
      pool.ahead = minutes * 60_000;
      expect(await sessions.resolve(cookie)).toBeDefined();
    }
    pool.ahead += later(sessionTimes.idle);
    expect(await sessions.resolve(cookie)).toBeUndefined();
    pool.ahead = 0;
    expect(await sessions.resolve(cookie)).toBeUndefined();
  });

  it('after a working day, however busy', async () => {
    const { pool, sessions } = sessionsOver(await memory());
    pool.refresh = async () => {
      const exp = Math.floor((Date.now() + pool.ahead) / 1000) + 3600;
      return { ...tokenPair(key, { exp }, { exp }), refreshToken: undefined };
    };
    const { cookie } = await sessions.create(tokens(), beginning);
    for (; pool.ahead < sessionTimes.longest; pool.ahead += 20 * 60_000) {
      expect(await sessions.resolve(cookie)).toBeDefined();
    }
    expect(await sessions.resolve(cookie)).toBeUndefined();
  });

  it('when it is ended, and its tokens are revoked', async () => {
    const { pool, sessions } = sessionsOver(await memory());
    const { cookie, operator } = await sessions.create(tokens(), beginning);
    expect(await sessions.end(cookie)).toMatchObject({
      session: { ...operator, ...beginning },
      failure: undefined,
    });
    expect(pool.revoked).toEqual(['refresh-1']);
    expect(await sessions.resolve(cookie)).toBeUndefined();
    expect(await sessions.end(cookie)).toBeUndefined();
  });

  it('with its tokens, when the pool issued no refresh token', async () => {
    const { pool, sessions } = sessionsOver(await memory());
    const exp = Math.floor(Date.now() / 1000) + 600;
    const { cookie } = await sessions.create(
      {
        ...tokenPair(key, { exp }, { exp }),
        refreshToken: undefined,
      },
      beginning,
    );
    pool.ahead = 590_000;
    expect(await sessions.resolve(cookie)).toBeDefined();
    pool.ahead = 601_000;
    expect(await sessions.resolve(cookie)).toBeUndefined();
    expect(pool.refreshed).toEqual([]);
  });

  it('and leaves nothing behind once others sign in', async () => {
    const database = await memory();
    const { pool, sessions } = sessionsOver(database);
    await sessions.create(tokens(), beginning);
    pool.ahead = later(sessionTimes.idle);
    await sessions.create(tokens(), beginning);
    expect(await database.selectFrom('session').selectAll().execute()).toHaveLength(1);
  });
});

describe('new tokens', () => {
  it('are asked for every few minutes and bring the present role', async () => {
    const { pool, sessions } = sessionsOver(await memory());
    const { cookie } = await sessions.create(tokens(), beginning);
    pool.refresh = async () => ({ ...tokens(['pool-auditors']), refreshToken: undefined });
    pool.ahead = sessionTimes.roleCheck - 1000;
    expect(await sessions.resolve(cookie)).toMatchObject({ role: 'admin' });
    pool.ahead = later(sessionTimes.roleCheck);
    expect(await sessions.resolve(cookie)).toMatchObject({ role: 'auditor' });
    expect(await sessions.resolve(cookie)).toMatchObject({ role: 'auditor' });
    expect(pool.refreshed).toEqual(['refresh-1']);
  });

  it('are asked for once, however many requests wait', async () => {
    const { pool, sessions } = sessionsOver(await memory());
    const { cookie, operator } = await sessions.create(tokens(), beginning);
    pool.ahead = later(sessionTimes.roleCheck);
    const answers = await Promise.all(Array.from({ length: 20 }, () => sessions.resolve(cookie)));
    expect(answers).toEqual(Array(20).fill(operator));
    expect(pool.refreshed).toEqual(['refresh-1']);
  });

  it('bring the next refresh token where the pool rotates them', async () => {
    const { pool, sessions } = sessionsOver(await memory());
    const { cookie } = await sessions.create(tokens(), beginning);
    pool.refresh = async () => tokens(['pool-admins'], 'refresh-2');
    pool.ahead = later(sessionTimes.roleCheck);
    await sessions.resolve(cookie);
    pool.ahead = later(2 * sessionTimes.roleCheck);
    await sessions.resolve(cookie);
    await sessions.end(cookie);
    expect(pool.refreshed).toEqual(['refresh-1', 'refresh-2']);
    expect(pool.revoked).toEqual(['refresh-2']);
  });

  it.each<[string, () => Promise<IssuedTokens>]>([
    ['the refresh token works no more', () => Promise.reject(ended)],
    ['they are of somebody without a role', async () => tokens(['editors'])],
    [
      'they are of somebody else',
      async () => ({
        ...tokenPair(key, { sub: 'sub-2' }, { sub: 'sub-2' }),
        refreshToken: undefined,
      }),
    ],
    ['they are forged', async () => ({ ...tokenPair(createKey()), refreshToken: undefined })],
  ])('end the session when %s', async (_, refresh) => {
    const database = await memory();
    const { pool, sessions } = sessionsOver(database);
    const { cookie } = await sessions.create(tokens(), beginning);
    pool.refresh = refresh;
    pool.ahead = later(sessionTimes.roleCheck);
    expect(await sessions.resolve(cookie)).toBeUndefined();
    expect(await database.selectFrom('session').selectAll().execute()).toEqual([]);
  });

  it('may wait while the pool is away, but not longer than the old ones last', async () => {
    const { pool, sessions } = sessionsOver(await memory());
    const { cookie, operator } = await sessions.create(tokens(), beginning);
    pool.refresh = () => Promise.reject(away);
    for (let minutes = 6; minutes < 60; minutes += 1) {
      pool.ahead = minutes * 60_000;
      expect(await sessions.resolve(cookie)).toEqual(operator);
      expect(await sessions.resolve(cookie)).toEqual(operator);
    }
    expect(pool.refreshed).toHaveLength(54);
    pool.ahead = 61 * 60_000;
    await expect(sessions.resolve(cookie)).rejects.toMatchObject({ code: 'pool_unreachable' });
    pool.refresh = async () => {
      const exp = Math.floor((Date.now() + pool.ahead) / 1000) + 3600;
      return { ...tokenPair(key, { exp }, { exp }), refreshToken: undefined };
    };
    expect(await sessions.resolve(cookie)).toEqual(operator);
  });
});

describe('two processes that share the sessions', () => {
  it('ask the pool one at a time, and use the present tokens meanwhile', async () => {
    const database = await memory();
    const [here, there] = [sessionsOver(database), sessionsOver(database)];
    const { cookie, operator } = await here.sessions.create(tokens(), beginning);
    for (const { pool } of [here, there]) pool.ahead = later(sessionTimes.roleCheck);
    here.pool.refresh = async () => {
      expect(await there.sessions.resolve(cookie)).toEqual(operator);
      return tokens(['pool-admins'], 'refresh-2');
    };
    expect(await here.sessions.resolve(cookie)).toEqual(operator);
    expect(await there.sessions.resolve(cookie)).toEqual(operator);
    expect([here.pool.refreshed, there.pool.refreshed]).toEqual([['refresh-1'], []]);
  });

  it('wait for the one that asks once the present tokens have expired', async () => {
    const database = await memory();
    const [here, there] = [sessionsOver(database), sessionsOver(database)];
    const soon = Math.floor(Date.now() / 1000) + 600;
    const first = { ...tokenPair(key, { exp: soon }, { exp: soon }), refreshToken: 'refresh-1' };
    const { cookie, operator } = await here.sessions.create(first, beginning);
    for (const { pool } of [here, there]) pool.ahead = 11 * 60_000;
    const exp = soon + 3600;
    let waiting: Promise<unknown> = Promise.resolve();
    here.pool.refresh = async () => {
      waiting = there.sessions.resolve(cookie);
      return { ...tokenPair(key, { exp }, { exp }), refreshToken: 'refresh-2' };
    };
    expect(await here.sessions.resolve(cookie)).toEqual(operator);
    expect(await waiting).toEqual(operator);
    expect(there.pool.refreshed).toEqual([]);
  });

  it('go on with the tokens that the other one got after the first took too long', async () => {
    const database = await memory();
    const here = sessionsOver(database);
    const there = sessionsOver(database);
    const { cookie, operator } = await here.sessions.create(tokens(), beginning);
    here.pool.ahead = later(sessionTimes.roleCheck);
    there.pool.ahead = here.pool.ahead + 46_000;
    there.pool.refresh = async () => tokens(['pool-admins'], 'refresh-2');
    // Asked in between, the pool refuses the old refresh token, which the other one has used.
    here.pool.refresh = async () => {
      await there.sessions.resolve(cookie);
      throw ended;
    };
    expect(await here.sessions.resolve(cookie)).toEqual(operator);
    expect(await there.sessions.resolve(cookie)).toEqual(operator);
  });

  it('do not bring back a session that the other one ended', async () => {
    const database = await memory();
    const here = sessionsOver(database);
    const there = sessionsOver(database);
    const { cookie } = await here.sessions.create(tokens(), beginning);
    here.pool.ahead = later(sessionTimes.roleCheck);
    here.pool.refresh = async () => {
      await there.sessions.end(cookie);
      return tokens(['pool-admins'], 'refresh-2');
    };
    expect(await here.sessions.resolve(cookie)).toBeUndefined();
    expect(here.pool.revoked).toEqual(['refresh-2']);
    expect(await here.sessions.resolve(cookie)).toBeUndefined();
  });
});
