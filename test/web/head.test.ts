import { expect, it } from 'vitest';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });

const statuses: ReadonlyMap<string, number> = new Map([
  ['/healthz', 200],
  ['/readyz', 200],
  ['/malformed-address', 400],
  ['/api/malformed-address', 400],
]);

it('HEAD is answered for the checks of health, and nowhere else, so that nobody reads unseen by it', async () => {
  const auditor = await running().signedIn('auditor');
  const paths = running()
    .routes.filter(({ method }) => method === 'GET')
    .map(({ url }) =>
      url.replace(':pool', 'sandbox').replace(':name', 'auditor').replace(/:\w+/g, '1'),
    );
  expect(paths.length).toBeGreaterThan(40);
  const answered = running().routes.filter(({ method }) => method === 'HEAD');
  // Broken addresses refuse every method in the same way.
  expect(answered.map(({ url }) => url).sort()).toEqual([
    '/api/malformed-address',
    '/healthz',
    '/malformed-address',
    '/readyz',
  ]);
  for (const path of [...paths, '/pools/sandbox/users?q=anna', '/pools/sandbox/audit/export.csv']) {
    const { status } = await auditor.request('HEAD', path);
    expect([path, status]).toEqual([path, statuses.get(path) ?? 404]);
  }
  const searches = await auditor.get('/pools/sandbox/audit?actionId=users.search');
  expect(searches.text).not.toContain('anna');
  const exports = await auditor.get('/pools/sandbox/audit?actionId=audit.export');
  expect(exports.text).not.toContain('Export the audit pool sandbox');
});
