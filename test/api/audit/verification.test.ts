import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../server/db/database.ts';
import { roles } from '../../../server/operators/permissions.ts';
import { apiForTests, apiOf } from '../../helpers/api.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';

const api = apiForTests();
// So that the audit is not empty.
beforeAll(() => api().running.signedIn('admin'));

describe('GET /audit/verification', () => {
  it.each(roles)('answers %s that every hash is right', async (as) => {
    const { status, body } = await api().ofPool('GET', '/audit/verification', { as });
    expect(status).toBe(200);
    expect(body).toEqual({
      isWhole: true,
      summary: expect.stringContaining('The audit is whole'),
      rows: expect.any(Number),
      head: { number: body.rows, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      findings: [],
      startedAt: expect.any(String),
      endedAt: expect.any(String),
    });
  });

  it('begins again with each request', async () => {
    const first = await api().ofPool('GET', '/audit/verification');
    await api().running.signedIn('admin');
    const second = await api().ofPool('GET', '/audit/verification');
    expect(second.body.rows).toBeGreaterThan(first.body.rows);
  });

  it('names what was changed behind the back of the console', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'api-tampered-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const url = `file:${join(folder, 'console.db')}`;
    const running = await consoleForTest({
      sandbox: { users: 0 },
      environment: { DATABASE_URL: url },
    });
    const own = apiOf(running);
    const username = await peopleOf(running).confirmed();
    const admin = await running.signedIn('admin');
    await admin.post(`/pools/sandbox/users/${username}/actions/disable`);
    const { body } = await own.ofPool('GET', `/audit?target=${username}`);
    const [{ number }] = body.entries;
    const database = await openDatabase(url);
    onTestFinished(() => database.destroy());
    const forged = { operatorUsername: 'support' };
    await database.updateTable('audit').set(forged).where('number', '=', number).execute();
    const found = await own.ofPool('GET', '/audit/verification');
    expect(found.body).toMatchObject({
      isWhole: false,
      findings: [
        {
          kind: 'changed',
          first: number,
          last: number,
          description: `Entry ${number} was changed.`,
        },
      ],
    });
    expect((await own.ofPool('GET', `/audit/${number}`)).body.operator.username).toBe('support');
  });
});
