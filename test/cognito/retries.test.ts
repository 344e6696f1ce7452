import { describe, expect, it } from 'vitest';
import { clientConfig } from '../../server/cognito/client.ts';
import { createPoolGateway } from '../../server/cognito/create-gateway.ts';
import { createSignInGateway } from '../../server/cognito/sign-in/create-sign-in-gateway.ts';
import type { PoolAddress } from '../../server/config/pools.ts';
import { cannedPool } from './canned-pool.ts';

const now = new Date('2026-11-20T12:00:00Z');
const seconds = (date: Date): number => date.getTime() / 1000;

/** Ada as the pool lists her, created at the given time. */
const ada = (createdAt: Date, status = 'FORCE_CHANGE_PASSWORD') => ({
  Username: 'ada',
  UserStatus: status,
  Enabled: true,
  Attributes: [
    { Name: 'sub', Value: '1' },
    { Name: 'email', Value: 'ada@example.com' },
  ],
  UserCreateDate: seconds(createdAt),
});
const newAda = { username: 'ada', attributes: { email: 'ada@example.com' }, invitation: [] };
const exists = { error: 'UsernameExistsException', message: 'User account already exists' };

describe('a call whose answer was lost', () => {
  it('is tried again', async () => {
    const { address, calls } = await cannedPool('drop', { output: {} });
    await createPoolGateway(address).disableUser('ada');
    expect(calls).toHaveLength(2);
  });

  it('is tried again when the pool is busy or failing', async () => {
    const { address, calls } = await cannedPool(
      { error: 'TooManyRequestsException' },
      { error: 'InternalErrorException', status: 500 },
      { output: {} },
    );
    await createPoolGateway(address).enableUser('ada');
    expect(calls).toHaveLength(3);
  });

  it('is not tried again when the pool refused it', async () => {
    const { address, calls } = await cannedPool({ error: 'NotAuthorizedException' });
    await expect(createPoolGateway(address).disableUser('ada')).rejects.toMatchObject({
      code: 'refused_by_pool',
    });
    expect(calls).toHaveLength(1);
  });
});

describe('creating a user whose first answer was lost', () => {
  it('answers the user that the first try made', async () => {
    const { address, calls } = await cannedPool('drop', { output: { Users: [ada(now)] } });
    const gateway = createPoolGateway(address, { now: () => now });
    expect(await gateway.createUser(newAda)).toMatchObject({ username: 'ada', sub: '1' });
    expect(calls.map(({ operation }) => operation)).toEqual(['AdminCreateUser', 'ListUsers']);
  });

  it('answers that user when the list did not have them at once', async () => {
    const none = { output: { Users: [] } };
    const found = { output: { Users: [ada(now)] } };
    const { address } = await cannedPool('drop', none, none, exists, found);
    const gateway = createPoolGateway(address, { now: () => now });
    expect(await gateway.createUser(newAda)).toMatchObject({ username: 'ada', sub: '1' });
  });

  it('creates them when the first try did not', async () => {
    const none = { output: { Users: [] } };
    const { address } = await cannedPool('drop', none, none, { output: { User: ada(now) } });
    const gateway = createPoolGateway(address, { now: () => now });
    expect(await gateway.createUser(newAda)).toMatchObject({ username: 'ada', sub: '1' });
  });

  it('finds them by e-mail where usernames are e-mail addresses', async () => {
    const { address } = await cannedPool(
      'drop',
      { output: { Users: [] } },
      { output: { Users: [{ ...ada(now), Username: '1' }] } },
    );
    const gateway = createPoolGateway(address, { now: () => now });
    const created = await gateway.createUser({ ...newAda, username: 'ada@example.com' });
    expect(created.username).toBe('1');
  });

  it.each([
    ['was there before', ada(new Date('2026-11-20T11:00:00Z'))],
    ['has signed in already', ada(now, 'CONFIRMED')],
    ['has another address', { ...ada(now), Attributes: [{ Name: 'email', Value: 'eve@x.org' }] }],
  ])('reports that the username exists when its owner %s', async (_, other) => {
    const listed = { output: { Users: [other] } };
    const { address } = await cannedPool('drop', listed, exists, listed);
    const gateway = createPoolGateway(address, { now: () => now });
    await expect(gateway.createUser(newAda)).rejects.toMatchObject({ code: 'username_exists' });
  });

  it('does not look for anybody when the first try was answered', async () => {
    const { address, calls } = await cannedPool(exists);
    const gateway = createPoolGateway(address, { now: () => now });
    await expect(gateway.createUser(newAda)).rejects.toMatchObject({ code: 'username_exists' });
    expect(calls).toHaveLength(1);
  });
});

describe('a change that can be made only once', () => {
  const gone = { error: 'UserNotFoundException', message: 'User does not exist.' };

  it('counts as made when only its answer was lost', async () => {
    const deleting = await cannedPool('drop', gone);
    await createPoolGateway(deleting.address).deleteUser('ada');
    const confirming = await cannedPool('drop', {
      error: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
    await createPoolGateway(confirming.address).confirmUser('ada');
    expect([deleting.calls.length, confirming.calls.length]).toEqual([2, 2]);
  });

  it('fails when somebody else had made it', async () => {
    const { address } = await cannedPool(gone);
    await expect(createPoolGateway(address).deleteUser('ada')).rejects.toMatchObject({
      code: 'user_not_found',
    });
  });

  it('answers the group that the first try made, and only that', async () => {
    const taken = {
      error: 'GroupExistsException',
      message: 'A group with the name already exists.',
    };
    const group = { GroupName: 'editors', Precedence: 3, CreationDate: seconds(new Date()) };
    const found = { output: { Group: group } };
    const lost = await cannedPool('drop', taken, found);
    const created = await createPoolGateway(lost.address).createGroup({
      name: 'editors',
      precedence: 3,
    });
    expect(created).toMatchObject({ name: 'editors', precedence: 3 });

    const other = await cannedPool('drop', taken, found);
    await expect(
      createPoolGateway(other.address).createGroup({ name: 'editors', precedence: 4 }),
    ).rejects.toMatchObject({ code: 'group_exists' });

    const older = { output: { Group: { ...group, CreationDate: seconds(new Date(0)) } } };
    const before = await cannedPool('drop', taken, older);
    await expect(
      createPoolGateway(before.address).createGroup({ name: 'editors', precedence: 3 }),
    ).rejects.toMatchObject({ code: 'group_exists' });
  });

  it.each([
    ['revokeSession', 'ResourceNotFoundException', 'not_found_in_pool'],
    ['forgetDevice', 'ResourceNotFoundException', 'not_found_in_pool'],
    ['setPassword', 'PasswordHistoryPolicyViolationException', 'password_used_before'],
  ] as const)('counts as made by %s too', async (method, error, code) => {
    const lost = await cannedPool('drop', { error, message: 'Not found.' });
    await createPoolGateway(lost.address)[method]('ada', 'x', false);
    expect(lost.calls).toHaveLength(2);
    const refused = await cannedPool({ error, message: 'Not found.' });
    const again = createPoolGateway(refused.address)[method]('ada', 'x', false);
    await expect(again).rejects.toMatchObject({ code });
  });
});

describe('a call that sends a message', () => {
  const sending = {
    reset: async (address: PoolAddress) => createPoolGateway(address).resetPassword('ada'),
    attributes: async (address: PoolAddress) =>
      createPoolGateway(address).updateAttributes('ada', { email: 'ada@example.com' }),
    code: async (address: PoolAddress) =>
      createSignInGateway({
        ...address,
        clientId: 'client',
        clientSecret: undefined,
        jwks: undefined,
        domain: undefined,
      }).sendResetCode('ada'),
  };
  const failing = { error: 'InternalErrorException', status: 500 } as const;
  const gatewayTimeout = { text: 'Gateway timeout', status: 504 } as const;
  const ways = Object.entries(sending).flatMap(([name, send]) => [
    { name, send, how: 'lost', answer: 'drop' as const, code: 'pool_unreachable' },
    { name, send, how: 'a failure', answer: failing, code: 'pool_error' },
    { name, send, how: 'a timeout on the way', answer: gatewayTimeout, code: 'pool_error' },
  ]);

  it.each(ways)('is made once when its answer is $how: $name', async ({ send, answer, code }) => {
    const { address, calls } = await cannedPool(answer, { output: {} });
    await expect(send(address)).rejects.toMatchObject({ code });
    expect(calls).toHaveLength(1);
  });

  it.each(Object.entries(sending))('is tried again when it was throttled: %s', async (_, send) => {
    const { address, calls } = await cannedPool(
      { error: 'TooManyRequestsException' },
      { output: {} },
    );
    await send(address);
    expect(calls).toHaveLength(2);
  });

  it('is an invitation sent again, too', async () => {
    const listed = { output: { Users: [ada(now)] } };
    const { address, calls } = await cannedPool(listed, 'drop', { output: {} });
    await expect(createPoolGateway(address).resendInvitation('ada')).rejects.toMatchObject({
      code: 'pool_unreachable',
    });
    expect(calls.map(({ operation }) => operation)).toEqual(['ListUsers', 'AdminCreateUser']);
  });
});

describe('credentials', () => {
  const region = 'eu-west-1';
  const userPoolId = 'eu-west-1_x';

  it.each([
    undefined,
    'http://cognito-proxy.internal:8080',
    'http://10.0.0.7',
    'https://cognito-proxy.example.com',
    'https://vpce-1.cognito-idp.eu-west-1.vpce.amazonaws.com',
  ])('are looked for by the SDK for %s', (endpoint) => {
    const config = clientConfig({ region, userPoolId, endpoint }, { environment: {} });
    expect(config).not.toHaveProperty('credentials');
  });

  it('are looked for by the SDK for a proxy on this machine, where the setting says so', () => {
    const proxy = { region, userPoolId, endpoint: 'http://127.0.0.1:8080', isEmulator: false };
    expect(clientConfig(proxy, { environment: {} })).not.toHaveProperty('credentials');
  });

  it.each([
    { endpoint: 'http://localhost:9229' },
    { endpoint: 'https://[::1]:9229' },
    { endpoint: 'http://cognito.localhost' },
    { endpoint: 'http://cognito:9229', isEmulator: true },
  ])('are placeholders for the emulator $endpoint', (emulator) => {
    const config = clientConfig({ region, userPoolId, ...emulator }, { environment: {} });
    expect(config).toHaveProperty('credentials');
  });

  it('are made up for an emulator only when none are configured', () => {
    const emulator = { region, userPoolId, endpoint: 'http://localhost:9229' };
    expect(clientConfig(emulator, { environment: {} })).toHaveProperty('credentials');
    expect(clientConfig(emulator, { environment: { AWS_PROFILE: 'dev' } })).not.toHaveProperty(
      'credentials',
    );
  });
});
