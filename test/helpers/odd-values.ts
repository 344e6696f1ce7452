import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { consoleForTest, type TestConsole } from './console.ts';

/** Values that an import, a trigger or an older rule may have left in a pool, and that it refuses today. */
export const oddValues = {
  email: 'jürgen@bücher.example',
  phone_number: '0049 30 901820',
  birthdate: '31.12.1999',
  'custom:seats': '2.5',
  'custom:department': ' Research\nand ‎development ',
  'custom:tenant': 'x'.repeat(3000),
} as const;

/** A console with a pool in a file, so that a test can store in it what the pool itself would refuse. */
export async function consoleWithOddValues(): Promise<
  TestConsole & {
    readonly store: (username: string, attributes: Readonly<Record<string, string>>) => void;
  }
> {
  const folder = mkdtempSync(join(tmpdir(), 'poolkeeper-odd-'));
  const data = join(folder, 'pool.sqlite');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const running = await consoleForTest({ sandbox: { users: 0, data } });
  return {
    ...running,
    store(username, attributes) {
      const database = new DatabaseSync(data, { timeout: 10_000 });
      database
        .prepare('UPDATE users SET attributes = json_patch(attributes, ?) WHERE username = ?')
        .run(JSON.stringify(attributes), username);
      database.close();
    },
  };
}
