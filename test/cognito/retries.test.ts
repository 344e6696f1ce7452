import { describe, expect, it } from 'vitest';
import { clientConfig } from '../../server/cognito/client.ts';
import { createPoolGateway } from '../../server/cognito/create-gateway.ts';
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
    const { address } = await cannedPool('drop', exists, { output: { Users: [ada(now)] } });
    const gateway = createPoolGateway(address, { now: () => now });
    expect(await gateway.createUser(newAda)).toMatchObject({ username: 'ada', sub: '1' });
  });

  it('finds them by e-mail where usernames are e-mail addresses', async () => {
    const { address } = await cannedPool(
      'drop',
      exists,
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
    const { address } = await cannedPool('drop', exists, { output: { Users: [other] } });
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
    const found = { output: { Group: { GroupName: 'editors', Precedence: 3 } } };
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
