import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, onTestFinished } from 'vitest';
import { createPoolGateway } from '../../server/cognito/create-gateway.ts';
import type { PoolGateway } from '../../server/cognito/gateway.ts';
import type { PoolUser } from '../../server/cognito/types.ts';
import type { Database } from '../../server/db/database.ts';
import {
  createMirrorDirectory,
  type MirrorDirectory,
  type MirrorOptions,
} from '../../server/directory/mirror-directory.ts';
import { standardSort } from '../../server/directory/query.ts';
import { createLimiter } from '../../server/directory/sync/limiter.ts';
import type { SandboxOptions } from '../../server/sandbox/options.ts';
import { type Sandbox, startSandbox } from '../../server/sandbox/start.ts';

/** A sandbox with everything that the tests of the sync do to it behind the mirror's back. */
export type TestPool = {
  readonly sandbox: Sandbox;
  /** Makes each call once. */
  readonly gateway: PoolGateway;
  create(username: string, attributes?: Record<string, string>): Promise<void>;
  confirm(username: string): Promise<void>;
  disable(username: string): Promise<void>;
  update(username: string, attributes: Record<string, string>): Promise<void>;
  remove(username: string): Promise<void>;
  join(username: string, group: string): Promise<void>;
  leave(username: string, group: string): Promise<void>;
  /** Everybody, read in the plainest way, with their groups. */
  everybody(): Promise<Snapshot>;
  /** From then on the pool cannot be reached. */
  close(): Promise<void>;
};

/** Users by sub, with the names of their groups. */
export type Snapshot = Map<string, { user: PoolUser; groups: string[] }>;

export async function testPool(options: Partial<SandboxOptions> = {}): Promise<TestPool> {
  const sandbox = await startSandbox(options);
  const address = {
    userPoolId: sandbox.userPoolId,
    region: sandbox.region,
    endpoint: sandbox.endpoint,
  };
  const patient = createPoolGateway(address, { maxAttempts: 30 });
  const client = new CognitoIdentityProviderClient({
    region: sandbox.region,
    endpoint: sandbox.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 30,
  });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    client.destroy();
    await sandbox.close();
  };
  onTestFinished(close);
  const UserPoolId = sandbox.userPoolId;
  const list = (attributes: Record<string, string>) =>
    Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  return {
    sandbox,
    gateway: createPoolGateway(address, { maxAttempts: 1 }),
    async create(Username, attributes = {}) {
      const UserAttributes = list({ email: `${Username}@example.com`, ...attributes });
      const command = { UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' } as const;
      await client.send(new AdminCreateUserCommand(command)).catch((error: Error) => {
        // The answer to a first try was lost.
        if (error.name !== 'UsernameExistsException') throw error;
      });
    },
    async confirm(Username) {
      const password = { Password: 'Sandbox-1234', Permanent: true };
      await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, ...password }));
    },
    async disable(Username) {
      await client.send(new AdminDisableUserCommand({ UserPoolId, Username }));
    },
    async update(Username, attributes) {
      const UserAttributes = list(attributes);
      await client.send(
        new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }),
      );
    },
    async remove(Username) {
      await client
        .send(new AdminDeleteUserCommand({ UserPoolId, Username }))
        .catch((error: Error) => {
          if (error.name !== 'UserNotFoundException') throw error;
        });
    },
    async join(Username, GroupName) {
      await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
    },
    async leave(Username, GroupName) {
      await client.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName }));
    },
    everybody: () => everybodyIn(patient),
    close,
  };
}

async function everybodyIn(gateway: PoolGateway): Promise<Snapshot> {
  const found: Snapshot = new Map();
  for await (const user of pages((token) => gateway.listUsers({ limit: 60, token }))) {
    found.set(user.sub, { user, groups: [] });
  }
  for await (const { name } of pages((token) => gateway.listGroups({ limit: 60, token }))) {
    for await (const { sub } of pages((token) =>
      gateway.listGroupMembers({ group: name, limit: 60, token }),
    )) {
      found.get(sub)?.groups.push(name);
    }
  }
  for (const { groups } of found.values()) groups.sort();
  return found;
}

async function* pages<Item>(
  read: (
    token: string | undefined,
  ) => Promise<{ items: readonly Item[]; nextToken: string | undefined }>,
): AsyncGenerator<Item> {
  let token: string | undefined;
  do {
    const page = await read(token);
    yield* page.items;
    token = page.nextToken;
  } while (token !== undefined);
}

/** Everybody whom the mirror lists. */
export async function mirrored({ reader }: MirrorDirectory): Promise<Snapshot> {
  const found: Snapshot = new Map();
  let cursor: string | undefined;
  do {
    const page = await reader.list({ terms: [], sort: standardSort, cursor, limit: 200 });
    for (const { user, groups } of page.users) found.set(user.sub, { user, groups: [...groups] });
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

/** Compares all users with all attributes and groups, and the maintained counts with a recount. */
export async function expectEqual(directory: MirrorDirectory, pool: TestPool): Promise<void> {
  const wanted = await pool.everybody();
  const found = await mirrored(directory);
  expect(new Map([...found].sort())).toEqual(new Map([...wanted].sort()));
  const count = (pick: (entry: { user: PoolUser; groups: string[] }) => readonly string[]) => {
    const counts: Record<string, number> = {};
    for (const entry of wanted.values()) {
      for (const value of pick(entry)) counts[value] = (counts[value] ?? 0) + 1;
    }
    return counts;
  };
  const { count: counted, facets } = await directory.reader.summary([]);
  expect(counted.total).toBe(wanted.size);
  const record = (values: readonly { value: string; count: number }[] = []) =>
    Object.fromEntries(values.map((each) => [each.value, each.count]));
  expect(record(facets?.status)).toEqual(count(({ user }) => [user.status]));
  expect(record(facets?.enabled)).toEqual(count(({ user }) => [user.isEnabled ? 'yes' : 'no']));
  expect(record(facets?.group)).toEqual(count(({ groups }) => groups));
}

/** A mirror of the pool that walks as fast as it can. */
export async function mirrorOf(
  pool: TestPool,
  database: Database,
  options: Partial<MirrorOptions> = {},
): Promise<MirrorDirectory> {
  const directory = await createMirrorDirectory({
    database,
    alias: 'main',
    gateway: pool.gateway,
    walkGateway: pool.gateway,
    holder: 'this process',
    limiter: createLimiter({ most: Number.POSITIVE_INFINITY, elapsed: () => performance.now() }),
    share: 1,
    now: () => new Date(),
    elapsed: () => performance.now(),
    random: Math.random,
    ...options,
    times: { look: 20, between: 3_600_000, afterProblem: 20, ...options.times },
  });
  onTestFinished(() => directory.stop());
  return directory;
}

/** Waits for the end of a walk that began after this was called. */
export async function walked(directory: MirrorDirectory): Promise<void> {
  const begin = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 2));
  await directory.requestWalk();
  directory.start();
  await new Promise<void>((resolve) => {
    const onComplete = (completeAsOf: Date): void => {
      if (completeAsOf.getTime() <= begin) return;
      directory.events.off('complete', onComplete);
      resolve();
    };
    directory.events.on('complete', onComplete);
  });
}
