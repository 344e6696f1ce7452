import { expect, it } from 'vitest';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const page = '/pools/sandbox/audit';

/** RFC 4180, all cells quoted or numbers. */
function cellsOf(csv: string): string[][] {
  return csv
    .trimEnd()
    .split(/\r\n(?="|\d)/)
    .map((line) =>
      [...line.matchAll(/"((?:[^"]|"")*)"|(?<=,|^)(\d*)(?=,|$)/g)].map(
        ([, quoted, number]) => quoted?.replaceAll('""', '"') ?? number ?? '',
      ),
    );
}

it('exports what the filter leaves, as CSV and as NDJSON', async () => {
  const people = peopleOf(running());
  const username = await people.confirmed();
  const admin = await running().signedIn('admin');
  const path = `/pools/sandbox/users/${username}/actions`;
  await admin.request('POST', `${path}/disable`, {
    headers: { 'user-agent': 'Browser "1"', 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  });
  await admin.post(`${path}/enable`);
  await admin.post(`${path}/enable`);

  const csv = await admin.get(`${page}/export.csv?target=${username}`);
  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect(csv.headers.get('content-disposition')).toMatch(
    /^attachment; filename="audit-sandbox-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const [header = [], ...rows] = cellsOf(csv.body);
  const column = (name: string) => rows.map((row) => row[header.indexOf(name)]);
  expect(column('action')).toEqual(['user.enable', 'user.enable', 'user.disable']);
  expect(column('outcome')).toEqual(['refused', 'succeeded', 'succeeded']);
  expect(column('operator')).toEqual(['admin', 'admin', 'admin']);
  expect(column('browser')[2]).toBe('Browser "1"');
  expect(column('address')[0]).toBe('127.0.0.1');

  const auditor = await running().signedIn('auditor');
  const ndjson = await auditor.get(`${page}/export.ndjson?target=${username}&outcome=succeeded`);
  expect(ndjson.headers.get('content-type')).toContain('application/x-ndjson');
  const entries = ndjson.body
    .trimEnd()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
  expect(entries).toHaveLength(2);
  expect(entries[1]).toMatchObject({
    action: 'user.disable',
    target: username,
    role: 'admin',
    input: {},
    parts: [],
  });
});

it('writes no cell that a spreadsheet would take for a formula', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const names = ['=HYPERLINK("http://evil")', '+x', '-x', '@SUM(A1)', '|cmd', '%00'];
  for (const name of names) {
    const username = await people.confirmed({ email: '', email_verified: '' }, name);
    await admin.post(`/pools/sandbox/users/${encodeURIComponent(username)}/actions/disable`);
  }
  const { body } = await admin.get(`${page}/export.csv?actionId=user.disable`);
  const [header = [], ...rows] = cellsOf(body);
  const targets = rows.map((row) => row[header.indexOf('target')]);
  for (const name of names) expect(targets).toContain(`'${name}`);
  for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@|%]/);
});

it('has the export itself in the audit, with its filter', async () => {
  const auditor = await running().signedIn('auditor');
  await auditor.get(`${page}/export.csv?operator=support&from=2026-01-01`);
  const { body } = await auditor.get(`${page}/export.ndjson?actionId=audit.export`);
  const entries = body
    .trimEnd()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
  expect(entries[0]).toMatchObject({
    operator: 'auditor',
    outcome: 'succeeded',
    input: { format: 'csv', operator: 'support', from: '2026-01-01' },
  });
});

it('is not for support staff, who are not shown it either', async () => {
  const support = await running().signedIn('support');
  expect((await support.get(`${page}/export.csv`)).status).toBe(403);
  expect((await support.get(page)).body).not.toContain('export.csv"');
  const { text } = await support.get(`${page}?actionId=access.refused`);
  expect(text).toContain('/pools/sandbox/audit/export.csv');
  expect(text).toContain('Refused');
});
