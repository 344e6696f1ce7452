import {
  DescribeUserPoolCommand,
  ListGroupsCommand,
  ListUsersCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { runningSandbox } from '../running.ts';
import { toRecord } from '../users/people.ts';

const clock = () => new Date('2025-06-01T12:00:00Z');
const day = 86_400_000;

async function everybody(users: number): Promise<UserType[]> {
  const { cognito, sandbox } = await runningSandbox({ users }, { clock });
  const all: UserType[] = [];
  let PaginationToken: string | undefined;
  do {
    const page = await cognito.send(
      new ListUsersCommand({
        UserPoolId: sandbox.userPoolId,
        ...(PaginationToken === undefined ? {} : { PaginationToken }),
      }),
    );
    all.push(...(page.Users ?? []));
    PaginationToken = page.PaginationToken;
  } while (PaginationToken !== undefined);
  return all;
}

test('the demo pool has people of every status, some disabled and some stuck', async () => {
  const users = await everybody(2000);
  expect(users).toHaveLength(2003);
  const statuses = new Set(users.map((user) => user.UserStatus));
  expect([...statuses].sort()).toEqual([
    'ARCHIVED',
    'COMPROMISED',
    'CONFIRMED',
    'EXTERNAL_PROVIDER',
    'FORCE_CHANGE_PASSWORD',
    'RESET_REQUIRED',
    'UNCONFIRMED',
    'UNKNOWN',
  ]);
  const share = (matches: (user: UserType) => boolean) =>
    users.filter(matches).length / users.length;
  expect(share((user) => user.UserStatus === 'CONFIRMED')).toBeGreaterThan(0.6);
  expect(share((user) => user.Enabled === false)).toBeGreaterThan(0.01);
  const isStuck = (user: UserType) =>
    user.UserStatus === 'UNCONFIRMED' &&
    clock().getTime() - (user.UserCreateDate?.getTime() ?? 0) > 21 * day;
  expect(share(isStuck)).toBeGreaterThan(0.01);
  const hasNoWayBack = (user: UserType) => {
    const attributes = toRecord(user.Attributes);
    return (
      user.UserStatus === 'CONFIRMED' &&
      attributes.email_verified === 'false' &&
      attributes.phone_number_verified !== 'true'
    );
  };
  expect(share(hasNoWayBack)).toBeGreaterThan(0.005);
});

test('they came over two years, from several countries and in several scripts', async () => {
  const users = await everybody(2000);
  const ages = users.map((user) => clock().getTime() - (user.UserCreateDate?.getTime() ?? 0));
  expect(Math.max(...ages)).toBeGreaterThan(600 * day);
  expect(Math.max(...ages)).toBeLessThanOrEqual(730 * day);
  expect(Math.min(...ages)).toBeGreaterThanOrEqual(0);
  expect(
    users.every((user) => Number(user.UserLastModifiedDate) >= Number(user.UserCreateDate)),
  ).toBe(true);
  const attributes = users.map((user) => toRecord(user.Attributes));
  expect(new Set(attributes.map(({ locale }) => locale)).size).toBeGreaterThan(15);
  for (const script of ['Latin', 'Han', 'Hangul', 'Cyrillic', 'Greek', 'Arabic', 'Devanagari']) {
    const pattern = new RegExp(`\\p{Script=${script}}`, 'u');
    expect(attributes.some(({ name }) => pattern.test(name ?? ''))).toBe(true);
  }
  expect(attributes.some((of) => of['custom:tenant'] !== undefined)).toBe(true);
  expect(new Set(users.map((user) => user.Username)).size).toBe(users.length);
});

test('the same number of users makes the same people', async () => {
  expect(await everybody(100)).toEqual(await everybody(100));
});

test('groups have members, descriptions and an order', async () => {
  const { cognito, sandbox } = await runningSandbox({ users: 50 });
  const { Groups } = await cognito.send(new ListGroupsCommand({ UserPoolId: sandbox.userPoolId }));
  expect(Groups).toHaveLength(11);
  expect(Groups?.filter((group) => group.Description !== undefined).length).toBeGreaterThan(8);
  expect(Groups?.find((group) => group.GroupName === 'pool-admins')?.Precedence).toBe(1);
  const { UserPool } = await cognito.send(
    new DescribeUserPoolCommand({ UserPoolId: sandbox.userPoolId }),
  );
  expect(UserPool?.EstimatedNumberOfUsers).toBe(53);
});
