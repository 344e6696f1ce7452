import { mkdtempSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../server/db/database.ts';
import { type ApiForTest, apiForTests, apiOf } from '../../helpers/api.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { lengthenAudit } from '../../helpers/long-audit.ts';
import { peopleOf } from '../../helpers/people.ts';

const api = apiForTests();
const path = '/pools/sandbox/audit/export.ndjson';

/** An answer that is taken only as far as it is read. */
async function open(
  { base, tokenOf }: ApiForTest,
  username: string,
  query = '',
): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${await tokenOf(username)}` };
  return new Promise((resolve, reject) => {
    get(`${base}${path}${query}`, { headers }, resolve).once('error', reject);
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of answer) text += String(part);
  return text;
}

/** What the audit says of the last export. */
async function lastExport({ ofPool }: ApiForTest) {
  return (await ofPool('GET', '/audit?action=audit.export&limit=1')).body.entries[0];
}

describe('GET /audit/export.ndjson', () => {
  it('streams what the filter leaves, and the audit has the export', async () => {
    const target = await peopleOf(api().running).confirmed();
    const admin = await api().running.signedIn('admin');
    await admin.post(`/pools/sandbox/users/${target}/actions/disable`);
    const answer = await open(api(), 'auditor', `?target=${target}&action=user.disable`);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    const lines = (await textOf(answer)).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ action: 'user.disable', target, operator: 'admin', input: {} }),
    ]);
    await expect
      .poll(() => lastExport(api()))
      .toMatchObject({
        operator: { username: 'auditor' },
        outcome: 'succeeded',
        input: { format: 'ndjson', target, actionId: 'user.disable' },
      });
  });

  it('is for administrators and auditors', async () => {
    const refused = await api().call('GET', path, { as: 'support' });
    expect([refused.status, refused.body.code]).toEqual([403, 'permission_missing']);
    expect((await open(api(), 'admin')).statusCode).toBe(200);
    const none = await api().call('GET', path, { as: { token: '' } });
    expect([none.status, none.body.code]).toEqual([401, 'not_signed_in']);
  });
});

/** Some seconds, but on a machine that has much else to do. */
const patience = 600_000;

/** A console with more of an audit than fits between server and client. */
async function long(options: Parameters<typeof consoleForTest>[0] = {}): Promise<ApiForTest> {
  const folder = mkdtempSync(join(tmpdir(), 'api-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const url = `file:${join(folder, 'console.db')}`;
  const database = await openDatabase(url);
  await lengthenAudit(database, 100_000);
  await database.destroy();
  const environment = { DATABASE_URL: url };
  return apiOf(await consoleForTest({ sandbox: { users: 0 }, environment, ...options }));
}

describe('A long audit', () => {
  it(
    'is exported once at a time, whether by the page or by the API',
    async () => {
      const own = await long();
      const first = await open(own, 'auditor');
      const second = await own.call('GET', path, { as: 'auditor' });
      expect([second.status, second.body.code]).toEqual([429, 'export_under_way']);
      expect(second.headers.get('retry-after')).toBe('30');
      const auditor = await own.running.signedIn('auditor');
      const page = await auditor.get('/pools/sandbox/audit/export.csv');
      expect(page.status).toBe(429);
      first.destroy();
      await expect
        .poll(() => lastExport(own), { timeout: patience })
        .toMatchObject({ outcome: 'failed', error: { code: 'export_broken_off' } });
    },
    patience,
  );

  it(
    'is broken off when the caller loses the role',
    async () => {
      const clock = { ahead: 0 };
      const own = await long({
        now: () => new Date(Date.now() + clock.ahead),
        elapsed: () => performance.now() + clock.ahead,
      });
      const answer = await open(own, 'auditor');
      await answer[Symbol.asyncIterator]().next();
      answer.once('error', () => undefined);
      await peopleOf(own.running).disable('auditor');
      clock.ahead += 31_000;
      answer.resume();
      await expect
        .poll(() => lastExport(own), { timeout: patience })
        .toMatchObject({ outcome: 'failed', error: { code: 'export_broken_off' } });
    },
    patience,
  );

  it(
    'is verified in the background: 202, and then what was found',
    async () => {
      const own = await long();
      const path = '/audit/verification';
      const first = await own.ofPool('GET', path, { as: 'auditor' });
      expect(first.status).toBe(202);
      expect(first.headers.get('retry-after')).toBe('2');
      expect(first.body.rows).toBeLessThan(first.body.of);
      let answer = first;
      const ask = async () => {
        answer = await own.ofPool('GET', path, { as: 'auditor' });
        return answer.status;
      };
      await expect.poll(ask, { timeout: patience }).toBe(200);
      expect(answer.body).toMatchObject({ isWhole: true, findings: [] });
      expect(answer.body.rows).toBeGreaterThanOrEqual(100_000);
      expect(answer.body.endedAt >= answer.body.startedAt).toBe(true);
    },
    patience,
  );
});
