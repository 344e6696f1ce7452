import { expect, it } from 'vitest';
import {
  createIdempotentRequests,
  type IdempotentRequests,
} from '../../../server/api/idempotency/requests.ts';
import { eachDatabase } from '../../helpers/each-database.ts';

const secrets = ['Hq3vZ8kW1xN5tR7mB2cL9pD4sF6gJ0yA'];
const content = { method: 'POST', url: '/api/v1/pools/main/users/ada/disable', body: {} };
const answer = { status: 200, headers: { etag: '"a"' }, body: { audit: 7 } };
const minute = 60_000;
const day = 24 * 60 * minute;

async function codeOf(requests: IdempotentRequests, given = content): Promise<string> {
  const begun = await requests
    .begin('ada', 'key', given)
    .catch((error: { code: string }) => error.code);
  if (typeof begun === 'string') return begun;
  return 'keep' in begun ? 'first' : 'replayed';
}

eachDatabase((open, name) => {
  it('keeps an answer for 24 hours', async () => {
    const { database } = await open();
    let time = Date.now();
    const requests = createIdempotentRequests({ database, secrets, now: () => new Date(time) });
    const begun = await requests.begin('ada', 'key', content);
    if (!('keep' in begun)) throw new Error('It is the first request with this key.');
    await begun.keep(answer);
    time += day - minute;
    expect(await requests.begin('ada', 'key', content)).toEqual(answer);
    time += 2 * minute;
    expect(await codeOf(requests)).toBe('first');
    const rows = await database.selectFrom('idempotentRequest').selectAll().execute();
    expect(rows).toHaveLength(1);
  });

  it('says of a request whose process was killed that its outcome is not known', async () => {
    const { database } = await open();
    let time = Date.now();
    const now = () => new Date(time);
    const killed = createIdempotentRequests({ database, secrets, now });
    expect(await codeOf(killed)).toBe('first');
    expect(await codeOf(killed)).toBe('request_in_progress');
    const next = createIdempotentRequests({ database, secrets, now });
    // With PostgreSQL, the other process may be at work.
    const soon = name === 'SQLite' ? 'outcome_unknown' : 'request_in_progress';
    expect(await codeOf(next)).toBe(soon);
    time += 16 * minute;
    expect(await codeOf(next)).toBe('outcome_unknown');
    time += day;
    expect(await codeOf(next)).toBe('first');
  });

  it('knows a request again after the session secret was replaced', async () => {
    const { database } = await open();
    const now = () => new Date();
    const before = createIdempotentRequests({ database, secrets, now });
    const begun = await before.begin('ada', 'key', content);
    if (!('keep' in begun)) throw new Error('It is the first request with this key.');
    await begun.keep(answer);
    const newer = ['Zx4nM7qT0vB3kS8hW5dF1gL6jP9cR2yE', ...secrets];
    const after = createIdempotentRequests({ database, secrets: newer, now });
    expect(await codeOf(after)).toBe('replayed');
    expect(await codeOf(after, { ...content, body: { reason: 'b' } })).toBe(
      'idempotency_key_reused',
    );
  });

  it('keeps no fingerprint that could be found without the secret', async () => {
    const { database } = await open();
    const fingerprints = new Set<string>();
    for (const secret of ['a', 'b']) {
      const now = () => new Date();
      const requests = createIdempotentRequests({ database, secrets: [secret], now });
      await requests.begin(secret, 'key', content);
    }
    for (const { fingerprint } of await database
      .selectFrom('idempotentRequest')
      .selectAll()
      .execute()) {
      fingerprints.add(fingerprint);
    }
    expect(fingerprints.size).toBe(2);
  });
});
