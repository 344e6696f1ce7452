import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createAuditLog } from '../../server/audit/store.ts';
import type { Database } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/database.ts';
import { createApiKeys } from '../../server/keys/api-keys.ts';
import { eachDatabase } from '../helpers/each-database.ts';

const by = {
  sub: '5e8c1d5e-0000-4000-8000-000000000001',
  username: 'alice',
  role: 'admin',
  sessionId: 's',
  address: '192.0.2.7',
  browser: '',
};
const content = {
  name: 'program',
  role: 'admin',
  pools: undefined,
  verbs: undefined,
  networks: undefined,
} as const;

function keysOf(database: Database, clock = { now: Date.parse('2026-11-29T12:00:00Z') }) {
  const now = () => new Date(clock.now);
  const audit = createAuditLog(database, now);
  return { keys: createApiKeys({ database, audit, now, randomBytes }), audit, clock };
}

const codeOf = (result: PromiseSettledResult<unknown>) =>
  result.status === 'rejected' ? result.reason.code : 'done';

eachDatabase((open) => {
  it('A key comes back as it was made, and its secret is not in the row', async () => {
    const { database } = await open();
    const { keys } = keysOf(database);
    const full = {
      ...content,
      name: 'full',
      pools: ['main', 'a"b'],
      verbs: ['user.disable'],
      networks: ['10.0.0.0/8'],
    };
    const { key, secret } = await keys.create(full, 30, by);
    expect(await keys.find(key.id)).toEqual(key);
    expect((await keys.list()).map(({ name }) => name)).toEqual(['full']);
    const rows = JSON.stringify(await database.selectFrom('apiKey').selectAll().execute());
    expect(rows).toContain('full');
    expect(rows).not.toContain(secret.slice(8, 20));
  });

  it('Of two keys that get the same name at once, one is made', async () => {
    const { database, url } = await open();
    const other = url === 'file::memory:' ? database : await openDatabase(url);
    const made = await Promise.allSettled([
      keysOf(database).keys.create(content, 90, by),
      keysOf(other).keys.create(content, 90, by),
    ]);
    expect(made.map(codeOf).sort()).toEqual(['done', 'invalid_input']);
    if (other !== database) await other.destroy();
  });

  it('Of two rotations at once, one counts', async () => {
    const { database, url } = await open();
    const other = url === 'file::memory:' ? database : await openDatabase(url);
    const { keys } = keysOf(database);
    const { key } = await keys.create(content, 90, by);
    const change = { days: 90, overlapHours: 24 };
    const rotated = await Promise.allSettled([
      keys.rotate(key, change, by),
      keysOf(other, { now: Date.parse('2026-11-29T12:00:01Z') }).keys.rotate(key, change, by),
    ]);
    expect(rotated.map(codeOf).sort()).toEqual(['done', 'key_changed']);
    if (other !== database) await other.destroy();
  });

  it('The old secret is accepted for the overlap, the new one to the end, and none after it', async () => {
    const { database } = await open();
    const { keys, clock } = keysOf(database);
    const made = await keys.create(content, 10, by);
    const hour = 3_600_000;
    const rotated = await keys.rotate(made.key, { days: 1, overlapHours: 2 }, by);
    const tried = async () =>
      (
        await Promise.allSettled(
          [made.secret, rotated.secret].map((secret) => keys.resolve(secret, '192.0.2.7')),
        )
      ).map(codeOf);
    expect(await tried()).toEqual(['done', 'done']);
    clock.now += 2 * hour;
    expect(await tried()).toEqual(['key_refused', 'done']);
    clock.now -= 30 * 24 * hour;
    // A clock that jumped back lengthens no overlap.
    expect(await tried()).toEqual(['key_refused', 'done']);
    clock.now += 30 * 24 * hour;
    const again = await keys.rotate(rotated.key, { days: 1, overlapHours: 0 }, by);
    expect(await tried()).toEqual(['key_refused', 'key_refused']);
    clock.now += 24 * hour;
    await expect(keys.resolve(again.secret, '192.0.2.7')).rejects.toThrow('key_expired');
    await expect(keys.rotate(again.key, { days: 1, overlapHours: 0 }, by)).rejects.toThrow(
      'key_changed',
    );
    // An expired key does not keep its name.
    await keys.create(content, 10, by);
    expect((await keys.find(again.key.id))?.ended?.reason).toBe('expired');
  });

  it('The last use is written at most once a minute', async () => {
    const { database } = await open();
    const { keys, clock } = keysOf(database);
    const { key, secret } = await keys.create(content, 10, by);
    const used = async () => (await keys.find(key.id))?.used;
    expect(await used()).toBe(undefined);
    await keys.resolve(secret, '192.0.2.1');
    const first = { at: new Date(clock.now), from: '192.0.2.1' };
    expect(await used()).toEqual(first);
    clock.now += 59_999;
    await Promise.all([1, 2, 3].map((each) => keys.resolve(secret, `192.0.2.${each}`)));
    expect(await used()).toEqual(first);
    clock.now += 1;
    await keys.resolve(secret, '2001:db8::1');
    expect(await used()).toEqual({ at: new Date(clock.now), from: '2001:db8::1' });
    // After the clock jumped back by more than processes may differ, it is written again.
    clock.now -= 60 * 60_000;
    await keys.resolve(secret, '192.0.2.9');
    expect(await used()).toEqual({ at: new Date(clock.now), from: '192.0.2.9' });
  });

  it('Every change is in the audit, by whom and to which key, with the refused ones', async () => {
    const { database } = await open();
    const { keys, audit } = keysOf(database);
    const { key } = await keys.create(content, 10, by);
    await expect(keys.create(content, 10, by)).rejects.toThrow('invalid_input');
    const rotated = await keys.rotate(key, { days: 5, overlapHours: 1 }, by);
    await expect(keys.rotate(key, { days: 5, overlapHours: 1 }, by)).rejects.toThrow('key_changed');
    await keys.end(rotated.key, 'revoked', by);
    const entries = await audit.list({}, 10);
    expect(entries.map(({ action, outcome, errorCode }) => [action, outcome, errorCode])).toEqual([
      ['key.revoke', 'succeeded', ''],
      ['key.rotate', 'failed', 'key_changed'],
      ['key.rotate', 'succeeded', ''],
      ['key.create', 'failed', 'invalid_input'],
      ['key.create', 'succeeded', ''],
    ]);
    for (const { actor } of entries) expect(actor.username).toBe('alice');
    expect(entries[0]?.target).toEqual({
      kind: 'user',
      name: 'key program',
      sub: `key:${key.id}`,
    });
  });
});
