import { ListUsersCommand, type UserType } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { type PeopleSandbox, sandboxWithPeople, toRecord } from './people.ts';

async function walk(
  { cognito, sandbox }: PeopleSandbox,
  input: { Filter?: string; Limit?: number; AttributesToGet?: string[] },
): Promise<UserType[]> {
  const users: UserType[] = [];
  let token: string | undefined;
  do {
    const page = await cognito.send(
      new ListUsersCommand({
        UserPoolId: sandbox.userPoolId,
        ...input,
        ...(token === undefined ? {} : { PaginationToken: token }),
      }),
    );
    users.push(...(page.Users ?? []));
    token = page.PaginationToken;
  } while (token !== undefined);
  return users;
}

const names = (users: UserType[]) => users.map((user) => user.Username).sort();

test('pages lead through every user exactly once, whatever their size', async () => {
  const people = await sandboxWithPeople({ users: 150 });
  const all = await walk(people, { Limit: 60 });
  expect(all).toHaveLength(153);
  expect(new Set(names(all)).size).toBe(153);
  expect(names(await walk(people, { Limit: 7 }))).toEqual(names(all));
  expect(names(await walk(people, { Limit: 0 }))).toEqual(names(all));
});

test('the name of the attribute in a filter may stand in quotes', async () => {
  const people = await sandboxWithPeople();
  await people.create('zoe', { given_name: 'Zoë' });
  for (const Filter of ['"given_name" = "Zoë"', ' "given_name"^="Zo" ', '"username"="zoe"']) {
    expect(names(await walk(people, { Filter }))).toEqual(['zoe']);
  }
  for (const Filter of ['"given_name = "Zoë"', 'given_name" = "Zoë"', '"" = "Zoë"']) {
    await expect(walk(people, { Filter })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Error while parsing filter.',
    });
  }
});

test('every filterable attribute is found by its whole value and by a prefix', async () => {
  const people = await sandboxWithPeople();
  const sub = await people.create('zoe.miller', {
    email: 'Zoe@Example.com',
    phone_number: '+15550123',
    name: 'Zoë Miller',
    given_name: 'Zoë',
    family_name: 'Miller',
    preferred_username: 'zozo',
  });
  const values = {
    username: 'zoe.miller',
    email: 'zoe@example.com',
    phone_number: '+15550123',
    name: 'ZOË miller',
    given_name: 'zoë',
    family_name: 'MILLER',
    preferred_username: 'zozo',
    sub,
    'cognito:user_status': 'force_change_password',
  };
  for (const [attribute, value] of Object.entries(values)) {
    expect(names(await walk(people, { Filter: `${attribute} = "${value}"` }))).toEqual([
      'zoe.miller',
    ]);
    expect(names(await walk(people, { Filter: `${attribute}^="${value.slice(0, -1)}"` }))).toEqual([
      'zoe.miller',
    ]);
    expect(await walk(people, { Filter: `${attribute} = "${value}x"` })).toEqual([]);
  }
});

test('filters page too, by value and by prefix', async () => {
  const people = await sandboxWithPeople({ users: 400 });
  const all = await walk(people, {});
  const startingWithA = all.filter((user) => user.Username?.startsWith('a'));
  expect(startingWithA.length).toBeGreaterThan(8);
  expect(names(await walk(people, { Filter: 'username ^= "a"', Limit: 3 }))).toEqual(
    names(startingWithA),
  );
  const confirmed = all.filter((user) => user.UserStatus === 'CONFIRMED');
  expect(
    names(await walk(people, { Filter: 'cognito:user_status = "CONFIRMED"', Limit: 17 })),
  ).toEqual(names(confirmed));
  const disabled = all.filter((user) => user.Enabled === false);
  expect(names(await walk(people, { Filter: 'status = "Disabled"', Limit: 2 }))).toEqual(
    names(disabled),
  );
});

test('a quote or backslash inside the value is escaped', async () => {
  const people = await sandboxWithPeople();
  await people.create('dwayne', { name: 'Dwayne "The \\ Rock"' });
  const users = await walk(people, { Filter: 'name = "Dwayne \\"The \\\\ Rock\\""' });
  expect(names(users)).toEqual(['dwayne']);
});

test.each([
  'foo',
  'email = anna',
  'email = "anna',
  'email ~ "anna"',
  'email = "a" and name = "b"',
  'custom:tenant = "acme"',
  '= "a"',
])('the filter %s is refused', async (Filter) => {
  const people = await sandboxWithPeople();
  await expect(walk(people, { Filter })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('a page token is good for its own query only, and cannot be made up', async () => {
  const { cognito, sandbox } = await sandboxWithPeople();
  const list = (more: object) =>
    cognito.send(new ListUsersCommand({ UserPoolId: sandbox.userPoolId, ...more }));
  const { PaginationToken } = await list({ Limit: 1 });
  expect((await list({ Limit: 2, PaginationToken })).Users).toHaveLength(2);
  for (const wrong of [
    { PaginationToken, Filter: 'username ^= "a"' },
    { PaginationToken: `${PaginationToken}A` },
    { PaginationToken: 'x' },
  ]) {
    await expect(list(wrong)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  }
});

test('a page token ends after an hour', async () => {
  let now = new Date('2025-03-01T10:00:00Z');
  const { cognito, sandbox } = await sandboxWithPeople({}, { clock: () => now });
  const list = (more: object) =>
    cognito.send(new ListUsersCommand({ UserPoolId: sandbox.userPoolId, Limit: 1, ...more }));
  const { PaginationToken } = await list({});
  now = new Date('2025-03-01T10:59:00Z');
  await list({ PaginationToken });
  now = new Date('2025-03-01T11:01:00Z');
  await expect(list({ PaginationToken })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('a page has 60 users at most', async () => {
  const people = await sandboxWithPeople();
  await expect(walk(people, { Limit: 61 })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining("'limit'"),
  });
});

test('requested attributes come alone, and one that somebody lacks is refused', async () => {
  const people = await sandboxWithPeople();
  const users = await walk(people, { AttributesToGet: ['email'] });
  expect(toRecord(users[0]?.Attributes)).toEqual({ email: 'admin@example.com' });
  await expect(walk(people, { AttributesToGet: ['custom:tenant'] })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'One or more requested attributes do not exist.',
  });
});
