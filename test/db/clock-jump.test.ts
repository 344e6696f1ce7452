import { expect, it } from 'vitest';
import { demandRecentSignIn } from '../../server/actions/pipeline/demands.ts';
import { poolIdOf, takeLease as takePoolLease } from '../../server/directory/store/pools.ts';
import { takeLease as takeJobLease } from '../../server/jobs/store/lease.ts';
import { createTryStore } from '../../server/limits/try-store.ts';
import { createLooks } from '../../server/operators/access/looks.ts';
import { consoleForTest } from '../helpers/console.ts';
import { eachDatabase } from '../helpers/each-database.ts';

const hour = 3_600_000;
const lease = 30_000;
const time = Date.UTC(2026, 10, 28, 12);

eachDatabase((open) => {
  it('a lease of a clock an hour ahead holds for its length from now', async () => {
    const { database } = await open();
    const poolId = await poolIdOf(database, 'main');
    const takes = [
      (holder: string, now: number) => takeJobLease(database, holder, now, now + lease),
      (holder: string, now: number) => takePoolLease(database, poolId, holder, now, now + lease),
    ];
    for (const take of takes) {
      expect(await take('ahead', time + hour)).toBe(true);
      expect(await take('next', time)).toBe(false);
      expect(await take('next', time + lease / 2)).toBe(false);
      // A holder that lives keeps it.
      expect(await take('ahead', time + hour + lease / 2)).toBe(true);
      expect(await take('next', time + lease / 2)).toBe(false);
      expect(await take('next', time + 1.5 * lease + 1)).toBe(true);
    }
  });

  it('a minute of counted sign-ins of a clock ahead is over', async () => {
    const { database } = await open();
    const { add } = createTryStore(database);
    const minute = 60_000;
    await add(['key'], time + hour, time + hour + minute);
    const ahead = await add(['key'], time + hour, time + hour + minute);
    expect(ahead.get('key')).toMatchObject({ count: 2 });
    const now = await add(['key'], time, time + minute);
    expect(now.get('key')).toEqual({ count: 1, endsAt: time + minute });
  });
});

it('a role that was read before the clock jumped back is read again', async () => {
  let now = time + hour;
  let asked = 0;
  const looks = createLooks<number>({ now: () => now, keptFor: 30_000, graceFor: 300_000 });
  const look = () =>
    looks.look('sub', async () => {
      asked += 1;
      return asked;
    });
  expect(await look()).toBe(1);
  now = time;
  expect(looks.lastAnswer('sub')).toBeUndefined();
  expect(await look()).toBe(2);
  expect(await look()).toBe(2);
});

it('a sign-in that lies ahead is no recent one', () => {
  const demands = { recentSignIn: 900_000, isReasonRequired: false };
  const signedIn = (at: number) => ({
    sub: 's',
    username: 'admin',
    displayName: 'Admin',
    role: 'admin' as const,
    sessionId: '',
    signedInAt: new Date(at),
  });
  const now = new Date(time);
  expect(() => demandRecentSignIn(signedIn(time - 900_000), demands, now)).not.toThrow();
  expect(() => demandRecentSignIn(signedIn(time - 900_001), demands, now)).toThrow();
  expect(() => demandRecentSignIn(signedIn(time + hour), demands, now)).toThrow(
    'recent_sign_in_required',
  );
});

it('the console syncs at once after a jump, shows no time ahead, and logs the jump', async () => {
  let ahead = hour;
  const lines: string[] = [];
  const running = await consoleForTest({
    sandbox: { users: 20 },
    environment: { LOG_LEVEL: 'warn' },
    now: () => new Date(Date.now() + ahead),
    log: (line) => lines.push(line),
  });
  const { reader } = running.pool.directory;
  const completeAsOf = async () => (await reader.state()).completeAsOf?.getTime() ?? 0;
  const wait = { timeout: 60_000, interval: 100 };
  await expect.poll(completeAsOf, wait).toBeGreaterThan(Date.now() + hour / 2);
  const admin = await running.signedIn('admin');
  ahead = 0;
  const { text } = await admin.get('/pools/sandbox/users');
  expect(text).not.toMatch(/in (an hour|1 hour|59 minutes|60 minutes)/);
  // No need to ask for it.
  await expect.poll(completeAsOf, wait).toBeLessThan(Date.now() + 5000);
  await expect.poll(() => lines.join(''), wait).toContain('the clock of this machine has jumped');
});
