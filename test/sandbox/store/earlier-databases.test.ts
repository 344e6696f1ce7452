import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminGetUserCommand,
  DescribeUserPoolCommand,
  ListGroupsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, onTestFinished, test } from 'vitest';
import { Database } from '../../../server/sandbox/store/database.ts';
import { migrate, migrations } from '../../../server/sandbox/store/migrations.ts';
import { runningSandbox } from '../running.ts';
import { toRecord } from '../users/people.ts';

const UserPoolId = 'us-east-1_Earlier01';

/** What a pool of an earlier version holds. */
interface EarlierPool {
  settings?: object;
  /** Username to attributes. */
  users?: Record<string, Record<string, string>>;
  groups?: readonly string[];
}

/**
 * Makes a file as a version before the named migrations left it, with one pool in it.
 * @returns the file's path
 */
async function earlierDatabase(
  missing: readonly string[],
  { settings = {}, users = {}, groups = [] }: EarlierPool,
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
  for (const name of groups) {
    database.run(
      'INSERT INTO groups (pool_key, name, created, modified) VALUES (?, ?, 0, 0)',
      key,
      name,
    );
  }
  database.close();
  return path;
}

test('a pool of the time when case never counted stays case-insensitive', async () => {
  const data = await earlierDatabase(['pools-2'], { users: { Anna: {} } });
  const { cognito } = await runningSandbox({ data });
  for (const Username of ['Anna', 'anna']) {
    const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
    expect(user.Username).toBe('Anna');
  }
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool?.UsernameConfiguration).toEqual({ CaseSensitive: false });
});

test('developer-only attributes of earlier versions get the name that AWS gives them', async () => {
  const attribute = {
    AttributeDataType: 'String',
    DeveloperOnlyAttribute: true,
    Mutable: true,
    Required: false,
  };
  const data = await earlierDatabase(['pools-3', 'users-5'], {
    settings: {
      UsernameConfiguration: { CaseSensitive: true },
      Schema: [{ ...attribute, Name: 'dev:rank' }],
    },
    users: {
      anna: { 'dev:rank': '3', nickname: 'says "dev:rank" and ,"dev:' },
      bert: { nickname: 'dev:eloper', 'dev:rank': 'dev:' },
    },
  });
  const { cognito } = await runningSandbox({ data });
  const attributes = async (Username: string) => {
    const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
    return toRecord(user.UserAttributes);
  };
  expect(await attributes('anna')).toMatchObject({
    'dev:custom:rank': '3',
    nickname: 'says "dev:rank" and ,"dev:',
  });
  expect(await attributes('bert')).toMatchObject({
    'dev:custom:rank': 'dev:',
    nickname: 'dev:eloper',
  });
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool?.SchemaAttributes?.at(-1)?.Name).toBe('dev:custom:rank');
});

test('groups of earlier versions lose the spaces in their names', async () => {
  const data = await earlierDatabase(['groups-2'], {
    groups: ['data science', 'taken name', 'taken-name'],
  });
  const { cognito } = await runningSandbox({ data });
  const { Groups } = await cognito.send(new ListGroupsCommand({ UserPoolId }));
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual([
    'data-science',
    'taken name',
    'taken-name',
  ]);
});
