import {
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { runningSandbox } from '../running.ts';

const CertificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/1';

async function withPool() {
  const { cognito } = await runningSandbox();
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'shop' }));
  const UserPoolId = UserPool?.Id;
  return {
    cognito,
    UserPoolId,
    create: (Domain: string, more: object = {}) =>
      cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain, ...more })),
    describe: async (Domain: string) =>
      (await cognito.send(new DescribeUserPoolDomainCommand({ Domain }))).DomainDescription,
  };
}

test('a pool has one prefix domain and one custom domain', async () => {
  const { cognito, UserPoolId, create, describe } = await withPool();
  await create('shop-login');
  await create('auth.example.com', { CustomDomainConfig: { CertificateArn } });
  await expect(create('shop-again')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  expect(await describe('shop-login')).toMatchObject({ UserPoolId, Status: 'ACTIVE' });
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool).toMatchObject({ Domain: 'shop-login', CustomDomain: 'auth.example.com' });
});

test('a domain belongs to one pool, and an unknown one is described as nothing', async () => {
  const { cognito, create, describe } = await withPool();
  await create('shop-login');
  const other = await cognito.send(new CreateUserPoolCommand({ PoolName: 'other' }));
  await expect(
    cognito.send(
      new CreateUserPoolDomainCommand({ UserPoolId: other.UserPool?.Id, Domain: 'shop-login' }),
    ),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  expect(await describe('nobodys')).toEqual({});
});

test.each(['Shop', 'my.shop', '-shop', 'shop-aws', 'cognito-shop'])(
  'the prefix %s is refused',
  async (prefix) => {
    const { create } = await withPool();
    await expect(create(prefix)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  },
);

test('a domain is updated, and keeps its pool from being deleted', async () => {
  const { cognito, UserPoolId, create, describe } = await withPool();
  const Domain = 'shop-login';
  await create(Domain);
  await cognito.send(
    new UpdateUserPoolDomainCommand({ UserPoolId, Domain, ManagedLoginVersion: 2 }),
  );
  expect((await describe(Domain))?.ManagedLoginVersion).toBe(2);
  await expect(
    cognito.send(
      new UpdateUserPoolDomainCommand({
        UserPoolId,
        Domain,
        CustomDomainConfig: { CertificateArn },
      }),
    ),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  const deletePool = () => cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
  await expect(deletePool()).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain }));
  await deletePool();
});
