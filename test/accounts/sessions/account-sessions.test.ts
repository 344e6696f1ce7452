import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  accountSessionTimes,
  createAccountSessions,
} from '../../../server/accounts/sessions/account-sessions.ts';
import type { IssuedTokens } from '../../../server/cognito/sign-in.ts';
import type { Database } from '../../../server/db/database.ts';
import { createTokenVerifier } from '../../../server/tokens/token-verifier.ts';
import { eachDatabase } from '../../helpers/each-database.ts';
import { createKey, operatorPool, tokenPair } from '../../operators/tokens.ts';

const key = createKey();
const verifier = createTokenVerifier(operatorPool(key));
const oldSecret = 'o'.repeat(32);

/** Tokens of one person that end in an hour, as the test's clock has it. */
function tokensOf(sub: string, refreshToken: string, ahead = 0): IssuedTokens {
  const exp = Math.floor((Date.now() + ahead) / 1000) + 3600;
  return { ...tokenPair(key, { sub, exp }, { sub, exp }), refreshToken };
}

/** Sessions whose clock and pool the test decides. */
function sessionsOver(
  database: Database,
  options: { application?: string; secrets?: string[] } = {},
) {
  const pool = {
    ahead: 0,
    refreshed: [] as string[],
    revoked: [] as string[],
    refresh: async (): Promise<IssuedTokens> => tokensOf('sub-1', 'refresh-2', pool.ahead),
  };
  const sessions = createAccountSessions({
    database,
    application: 'notes',
    secrets: [oldSecret],
    verifier,
    randomBytes,
    now: () => new Date(Date.now() + pool.ahead),
    signIn: {
      async refresh(token) {
        pool.refreshed.push(token);
        return pool.refresh();
      },
      async revoke(token) {
        pool.revoked.push(token);
      },
    },
    ...options,
  });
  return { pool, sessions };
}

eachDatabase((open) => {
  it('stores neither cookie nor token nor name', async () => {
    const { database } = await open();
    const { sessions } = sessionsOver(database);
    const tokens = tokensOf('sub-1', 'refresh-secret');
    const { cookie } = await sessions.create(tokens, 'direct');
    const stored = JSON.stringify(
      await database.selectFrom('accountSession').selectAll().execute(),
    );
    for (const text of [cookie, tokens.accessToken, tokens.idToken, 'refresh-secret', 'sub-1']) {
      expect(stored).not.toContain(text);
    }
  });

  it('takes no cookie of another application, and no row that was moved to another cookie', async () => {
    const { database } = await open();
    const { sessions } = sessionsOver(database);
    const other = sessionsOver(database, { application: 'shop' });
    const own = await sessions.create(tokensOf('sub-1', 'refresh-1'), 'direct');
    const foreign = await other.sessions.create(tokensOf('sub-2', 'refresh-2'), 'direct');
    expect(await other.sessions.resolve(own.cookie)).toBeUndefined();
    expect(await other.sessions.end(own.cookie)).toBeUndefined();
    expect((await sessions.resolve(own.cookie))?.content.sub).toBe('sub-1');
    const { sealed } = await database
      .selectFrom('accountSession')
      .select('sealed')
      .where('application', '=', 'shop')
      .executeTakeFirstOrThrow();
    await database
      .updateTable('accountSession')
      .set({ sealed })
      .where('application', '=', 'notes')
      .execute();
    expect(await sessions.resolve(own.cookie)).toBeUndefined();
    expect((await other.sessions.resolve(foreign.cookie))?.content.sub).toBe('sub-2');
  });

  it('ends all sessions of one person but the own one, whatever secret they were made with', async () => {
    const { database } = await open();
    const before = sessionsOver(database);
    const { pool, sessions } = sessionsOver(database, { secrets: ['n'.repeat(32), oldSecret] });
    const made = [
      await before.sessions.create(tokensOf('sub-1', 'refresh-1'), 'direct'),
      await sessions.create(tokensOf('sub-1', 'refresh-2'), 'managed'),
      await sessions.create(tokensOf('sub-1', 'refresh-3'), 'direct'),
      await sessions.create(tokensOf('sub-2', 'refresh-4'), 'direct'),
    ];
    const own = await sessions.resolve(made[2]?.cookie ?? '');
    expect(await sessions.endAllOf('sub-1', own?.row.idHash)).toBe(2);
    const open2 = await Promise.all(made.map(({ cookie }) => sessions.resolve(cookie)));
    expect(open2.map((one) => one?.content.sub)).toEqual([undefined, undefined, 'sub-1', 'sub-2']);
    expect(pool.revoked.toSorted()).toEqual(['refresh-1', 'refresh-2']);
  });

  it('ends after a week without a request, and after a month with them', async () => {
    const { database } = await open();
    const { pool, sessions } = sessionsOver(database);
    const { cookie } = await sessions.create(tokensOf('sub-1', 'refresh-1'), 'direct');
    const day = 24 * 3_600_000;
    for (; pool.ahead < accountSessionTimes.longest - day; pool.ahead += 6 * day) {
      expect(await sessions.resolve(cookie)).toBeDefined();
    }
    pool.ahead = accountSessionTimes.longest + 1000;
    expect(await sessions.resolve(cookie)).toBeUndefined();
    const { cookie: idle } = await sessions.create(tokensOf('sub-1', 'x', pool.ahead), 'direct');
    pool.ahead += accountSessionTimes.idle + 1000;
    expect(await sessions.resolve(idle)).toBeUndefined();
  });

  it('is refreshed once by two processes at once, also where the tokens have expired', async () => {
    const { database } = await open();
    const [here, there] = [sessionsOver(database), sessionsOver(database)];
    const { cookie } = await here.sessions.create(tokensOf('sub-1', 'refresh-1'), 'direct');
    for (const ahead of [59.5 * 60_000, 3 * 3_600_000]) {
      for (const { pool } of [here, there]) pool.ahead = ahead;
      const asked = [here, there].flatMap(({ sessions }) =>
        Array.from({ length: 10 }, () => sessions.resolve(cookie)),
      );
      const found = await Promise.all(asked);
      expect(found.map((one) => one?.content.sub)).toEqual(Array(20).fill('sub-1'));
    }
    // Whichever was first, each refresh token was used once.
    const refreshed = [...here.pool.refreshed, ...there.pool.refreshed];
    expect(refreshed.toSorted()).toEqual(['refresh-1', 'refresh-2']);
  });
});
