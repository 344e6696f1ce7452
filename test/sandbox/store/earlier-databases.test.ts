import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminGetUserCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, onTestFinished, test } from 'vitest';
import { Database } from '../../../server/sandbox/store/database.ts';
import { migrate, migrations } from '../../../server/sandbox/store/migrations.ts';
import { runningSandbox } from '../running.ts';

const UserPoolId = 'us-east-1_Earlier01';

/** What a pool of an earlier version holds. */
interface EarlierPool {
  settings?: object;
  /** Username to attributes. */
  users?: Record<string, Record<string, string>>;
}

/**
 * Makes a file as a version before the named migrations left it, with one pool in it.
 * @returns the file's path
 */
async function earlierDatabase(
  missing: readonly string[],
  { settings = {}, users = {} }: EarlierPool,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'earlier-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'sandbox.db');
  const database = new Database(path);
  migrate(
    database,
    migrations.filter(({ name }) => !missing.includes(name)),
  );
  const { key } = database.run(
    'INSERT INTO pools (id, name, settings, mfa, created, modified) VALUES (?, ?, ?, ?, 0, 0)',
    UserPoolId,
    'earlier',
    JSON.stringify(settings),
    '{}',
  );
  database.run('INSERT INTO pool_counts (pool_key, users) VALUES (?, ?)', key, 1);
  for (const [username, attributes] of Object.entries(users)) {
    database.run(
      `INSERT INTO users (pool_key, username, username_key, sub, status, is_enabled, attributes,
         created, modified) VALUES (?, ?, ?, ?, 'CONFIRMED', 1, ?, 0, 0)`,
      key,
      username,
      username.toLowerCase(),
      `sub-of-${username}`,
      JSON.stringify(attributes),
    );
  }
  database.close();
  return path;
}

test('a pool of the time when case never counted goes on without it', async () => {
  const data = await earlierDatabase(['pools-2'], { users: { Anna: {} } });
  const { cognito } = await runningSandbox({ data });
  for (const Username of ['Anna', 'anna']) {
    const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
    expect(user.Username).toBe('Anna');
  }
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool?.UsernameConfiguration).toEqual({ CaseSensitive: false });
});
