import { expect, it } from 'vitest';
import { signedInBrowser } from '../../helpers/account-browser.ts';
import { rotateRefreshTokens } from '../../helpers/account-tokens.ts';
import { accountsOf } from '../../helpers/accounts.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { onPostgres } from '../../helpers/each-database.ts';
import { runningSandbox } from '../../sandbox/running.ts';

const secret = Array.from({ length: 48 }, (_, index) =>
  String.fromCharCode(65 + (index % 26)),
).join('');
const cookie = 'poolkeeper-account';

onPostgres((freshDatabase) => {
  it('Two servers refresh a session once where the pool rotates, and end it together', async () => {
    let ahead = 0;
    const now = () => new Date(Date.now() + ahead);
    const { sandbox } = await runningSandbox(
      { users: 0, hasApplicationClient: true },
      { clock: now },
    );
    const environment = { DATABASE_URL: await freshDatabase(), SESSION_SECRET: secret };
    const options = { pool: sandbox, environment, now, application: { mode: 'cookie' } } as const;
    const there = accountsOf(await consoleForTest(options));
    const here = accountsOf(await consoleForTest(options));
    const { client, call } = await signedInBrowser(here);
    await rotateRefreshTokens(here.running.cognito, sandbox);
    const headers = {
      cookie: `${cookie}=${client.cookies.get(cookie)}`,
      origin: there.running.url,
    };
    for (const later of [59.5 * 60_000, 5 * 3_600_000, 9 * 3_600_000]) {
      ahead = later;
      const replies = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          index % 2 === 0
            ? call('GET', '/me/claims')
            : there.call('GET', '/me/claims', undefined, headers),
        ),
      );
      expect(replies.map(({ status }) => status)).toEqual(Array(50).fill(200));
    }
    expect((await there.call('POST', '/sign-out', undefined, headers)).status).toBe(204);
    expect((await call('GET', '/me/claims')).body.code).toBe('session_ended');
  });
});
