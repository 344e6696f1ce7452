import { expect, it } from 'vitest';
import { bundleClient } from '../helpers/browser/client-bundle.ts';

const kilobyte = 1024;

it('The bundle for browsers is at most 12 KB with gzip, without SRP', async () => {
  const { size, srpSize } = await bundleClient();
  const shown = (bytes: number): string => `${(bytes / kilobyte).toFixed(1)} KB`;
  process.stdout.write(`@poolkeeper/client: ${shown(size)} gzip, SRP ${shown(srpSize)}\n`);
  expect(srpSize).toBeGreaterThan(0);
  expect(size).toBeLessThanOrEqual(12 * kilobyte);
});

it('The bundle has nothing of Node, and no arithmetic before it is needed', async () => {
  const { files } = await bundleClient();
  const entry = files.get('/client.js') ?? '';
  expect(entry).not.toMatch(/from"node:|require\(/);
  expect(entry).not.toContain('FFFFFFFFFFFFFFFFC90FDAA2');
  expect([...files.values()].join()).toContain('FFFFFFFFFFFFFFFFC90FDAA2');
});
