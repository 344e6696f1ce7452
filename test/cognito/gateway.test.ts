import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createPoolGateway } from '../../server/cognito/create-gateway.ts';
import type { PoolGateway } from '../../server/cognito/gateway.ts';
import { createSignInGateway } from '../../server/cognito/sign-in/create-sign-in-gateway.ts';
import type { Page, PageRequest } from '../../server/cognito/types.ts';
import { runningSandbox } from '../sandbox/running.ts';

const password = 'Sandbox-1234';

async function pool(users = 0) {
  const { sandbox, cognito } = await runningSandbox({ users });
  return {
    sandbox,
    cognito,
    gateway: createPoolGateway(sandbox),
    signIn: createSignInGateway({ ...sandbox, clientSecret: undefined }),
  };
}

/** Ada, invited with a temporary password and an address that is not verified yet. */
async function createAda(gateway: PoolGateway) {
  return gateway.createUser({
    username: 'ada',
    attributes: { email: 'ada@example.com', name: 'Ada "The Countess" Lovelace' },
    temporaryPassword: 'Temporary-1',
    invitation: [],
  });
}

/** Everything of a list, page by page. */
async function all<Item>(
  list: (request: PageRequest) => Promise<Page<Item>>,
  limit: number,
): Promise<Item[]> {
  const items: Item[] = [];
  let token: string | undefined;
  do {
    const page: Page<Item> = await list({ limit, token });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    token = page.nextToken;
  } while (token !== undefined);
  return items;
}

async function statusOf(cognito: CognitoIdentityProviderClient, UserPoolId: string) {
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'ada' }));
  return user.UserStatus;
}

describe('the pool', () => {
  it('is described with its schema and policy', async () => {
    const { gateway, sandbox } = await pool();
    const described = await gateway.describePool();
    expect(described.id).toBe(sandbox.userPoolId);
    expect(described.passwordPolicy.minimumLength).toBeGreaterThanOrEqual(8);
    expect(described.attributes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['email', 'phone_number', 'custom:tenant']),
    );
    expect(described.attributes.map(({ name }) => name)).not.toContain('sub');
  });

  it('that does not exist is the fault of the settings', async () => {
    const { sandbox } = await pool();
    const gateway = createPoolGateway({ ...sandbox, userPoolId: 'us-east-1_Missing01' });
    await expect(gateway.describePool()).rejects.toMatchObject({ code: 'pool_not_found' });
    await expect(gateway.listUsers({ limit: 1 })).rejects.toMatchObject({ code: 'pool_not_found' });
  });
});

describe('users', () => {
  it('are listed page by page, each once', async () => {
    const { gateway } = await pool(130);
    const listed = await all((request) => gateway.listUsers(request), 60);
    expect(listed.length).toBe(133);
    expect(new Set(listed.map(({ sub }) => sub)).size).toBe(133);
    const some = listed[0];
    expect(some?.createdAt).toBeInstanceOf(Date);
    expect(some?.attributes).not.toHaveProperty('sub');
  });

  it('are filtered by prefix and status', async () => {
    const { gateway } = await pool(130);
    const everyone = await all((request) => gateway.listUsers(request), 60);
    const disabled = await all(
      (request) =>
        gateway.listUsers({
          ...request,
          filter: { attribute: 'status', match: 'equals', value: 'Disabled' },
        }),
      60,
    );
    expect(disabled.map(({ sub }) => sub).sort()).toEqual(
      everyone
        .filter(({ isEnabled }) => !isEnabled)
        .map(({ sub }) => sub)
        .sort(),
    );
    const filter = { attribute: 'username', match: 'prefix', value: 'a' } as const;
    const found = await all((request) => gateway.listUsers({ ...request, filter }), 60);
    expect(found.map(({ username }) => username).sort()).toEqual(
      everyone
        .map(({ username }) => username)
        .filter((username) => username.startsWith('a'))
        .sort(),
    );
  });

  it('are found by a name with quotes and backslashes in it', async () => {
    const { gateway } = await pool();
    await createAda(gateway);
    const value = 'Ada "The Countess" Lovelace';
    const filter = { attribute: 'name', match: 'equals', value } as const;
    const { items } = await gateway.listUsers({ limit: 10, filter });
    expect(items.map(({ username }) => username)).toEqual(['ada']);
    await gateway.updateAttributes('ada', { name: 'back\\slash" or "' });
    const prefix = { attribute: 'name', match: 'prefix', value: 'back\\slash" o' } as const;
    expect((await gateway.listUsers({ limit: 10, filter: prefix })).items).toHaveLength(1);
    const other = { attribute: 'name', match: 'equals', value: '" or name ^= "' } as const;
    expect((await gateway.listUsers({ limit: 10, filter: other })).items).toEqual([]);
  });

  it('are found alone, by username or sub', async () => {
    const { gateway } = await pool();
    const ada = await createAda(gateway);
    expect(await gateway.findUser('ada')).toEqual(ada);
    expect(await gateway.findUser(ada.sub)).toEqual(ada);
    expect(await gateway.findUser('nobody')).toBeUndefined();
    expect(await gateway.findUser(`${ada.sub.slice(0, -1)}!`)).toBeUndefined();
    expect(await gateway.findUser('a"b\\')).toBeUndefined();
  });

  it('cannot be listed on with a token of another list', async () => {
    const { gateway } = await pool(130);
    const { nextToken } = await gateway.listUsers({ limit: 10 });
    const filter = { attribute: 'status', match: 'equals', value: 'Enabled' } as const;
    const request = { limit: 10, token: nextToken, filter };
    await expect(gateway.listUsers(request)).rejects.toMatchObject({ code: 'page_expired' });
    await expect(gateway.listUsers({ limit: 10, token: 'x' })).rejects.toMatchObject({
      code: 'page_expired',
      status: 422,
    });
  });
});

describe('a new user', () => {
  it('is as asked for, and must choose a password', async () => {
    const { gateway, signIn } = await pool();
    const ada = await createAda(gateway);
    expect(ada).toMatchObject({
      username: 'ada',
      status: 'FORCE_CHANGE_PASSWORD',
      isEnabled: true,
      attributes: { email: 'ada@example.com', name: 'Ada "The Countess" Lovelace' },
    });
    expect(ada.sub).toMatch(/^[0-9a-f-]{36}$/);
    expect((await signIn.signIn('ada', 'Temporary-1')).kind).toBe('challenge');
  });

  it('gets an invitation by e-mail, and another one', async () => {
    const { gateway, sandbox } = await pool();
    await gateway.createUser({
      username: 'ada',
      attributes: { email: 'ada@example.com', phone_number: '+14155550132' },
      invitation: ['EMAIL'],
    });
    await gateway.resendInvitation('ada', { temporaryPassword: 'Another-temporary-1' });
    const outbox = await fetch(`${sandbox.endpoint}/sandbox/outbox`, {
      headers: { accept: 'application/json' },
    });
    const text = await outbox.text();
    expect(text.match(/ada@example\.com/g)?.length).toBeGreaterThanOrEqual(2);
    expect(text).not.toContain('+14155550132');
  });

  it.each([
    [{ username: 'ada' }, 'username_exists', 409],
    [{ username: 'a b' }, 'invalid_parameter', 422],
    [{ username: 'x'.repeat(129) }, 'invalid_parameter', 422],
    [{ attributes: { phone_number: '0151' } }, 'invalid_parameter', 422],
    [{ attributes: { 'custom:nothing': 'x' } }, 'invalid_parameter', 422],
    [{ temporaryPassword: 'short' }, 'invalid_password', 422],
  ])('is refused as %j (%s)', async (changes, code, status) => {
    const { gateway } = await pool();
    await createAda(gateway);
    const user = { username: 'grace', attributes: {}, invitation: [], ...changes };
    await expect(gateway.createUser(user)).rejects.toMatchObject({ code, status });
  });

  it('cannot sign in with a password that broke the policy', async () => {
    const { gateway } = await pool();
    const user = { username: 'ada', attributes: {}, invitation: [], temporaryPassword: 'aaaaaaaa' };
    const refused = gateway.createUser(user);
    await expect(refused).rejects.toMatchObject({
      fields: { temporaryPassword: expect.any(String) },
    });
    expect(await gateway.findUser('ada')).toBeUndefined();
  });
});

describe('a user', () => {
  it('is disabled, enabled and deleted', async () => {
    const { gateway } = await pool();
    await createAda(gateway);
    await gateway.disableUser('ada');
    expect((await gateway.findUser('ada'))?.isEnabled).toBe(false);
    await gateway.enableUser('ada');
    expect((await gateway.findUser('ada'))?.isEnabled).toBe(true);
    await gateway.deleteUser('ada');
    expect(await gateway.findUser('ada')).toBeUndefined();
  });

  it('has attributes changed and removed', async () => {
    const { gateway } = await pool();
    await createAda(gateway);
    await gateway.updateAttributes('ada', { email_verified: 'true', 'custom:tenant': 'acme' });
    expect((await gateway.findUser('ada'))?.attributes).toMatchObject({
      email_verified: 'true',
      'custom:tenant': 'acme',
    });
    await gateway.deleteAttributes('ada', ['name', 'custom:tenant']);
    const left = (await gateway.findUser('ada'))?.attributes ?? {};
    expect(Object.keys(left).sort()).toEqual(['email', 'email_verified']);
  });

  it('gets a password that holds, or one for once', async () => {
    const { gateway, signIn, cognito, sandbox } = await pool();
    await createAda(gateway);
    await gateway.setPassword('ada', password, true);
    expect((await signIn.signIn('ada', password)).kind).toBe('tokens');
    await gateway.setPassword('ada', 'For-once-1234', false);
    expect(await statusOf(cognito, sandbox.userPoolId)).toBe('FORCE_CHANGE_PASSWORD');
    expect((await signIn.signIn('ada', 'For-once-1234')).kind).toBe('challenge');
    await expect(gateway.setPassword('ada', 'weak', true)).rejects.toMatchObject({
      code: 'invalid_password',
      fields: { password: expect.any(String) },
    });
  });

  it('has the password reset only with a verified contact and after a first sign-in', async () => {
    const { gateway, cognito, sandbox } = await pool();
    await createAda(gateway);
    const reset = () => gateway.resetPassword('ada');
    await expect(reset()).rejects.toMatchObject({ code: 'reset_refused_in_status' });
    await gateway.setPassword('ada', password, true);
    await expect(reset()).rejects.toMatchObject({ code: 'no_verified_contact' });
    await gateway.updateAttributes('ada', { email_verified: 'true' });
    await reset();
    expect(await statusOf(cognito, sandbox.userPoolId)).toBe('RESET_REQUIRED');
  });

  it('has no invitation left once signed in, and cannot be confirmed twice', async () => {
    const { gateway } = await pool();
    await createAda(gateway);
    await gateway.setPassword('ada', password, true);
    await expect(gateway.resendInvitation('ada')).rejects.toMatchObject({
      code: 'invitation_not_pending',
    });
    await expect(gateway.confirmUser('ada')).rejects.toMatchObject({ code: 'already_confirmed' });
  });

  it('is signed out everywhere', async () => {
    const { gateway, signIn } = await pool();
    const result = await signIn.signIn('support', password);
    const { refreshToken = '', deviceKey } = result.kind === 'tokens' ? result.tokens : {};
    await gateway.signOutEverywhere('support');
    await expect(signIn.refresh(refreshToken, 'support', deviceKey)).rejects.toMatchObject({
      code: 'session_ended',
    });
  });

  it.each<[string, (gateway: PoolGateway) => Promise<unknown>]>([
    ['disabled', (gateway) => gateway.disableUser('nobody')],
    ['enabled', (gateway) => gateway.enableUser('nobody')],
    ['deleted', (gateway) => gateway.deleteUser('nobody')],
    ['confirmed', (gateway) => gateway.confirmUser('nobody')],
    ['changed', (gateway) => gateway.updateAttributes('nobody', { name: 'x' })],
    ['stripped', (gateway) => gateway.deleteAttributes('nobody', ['name'])],
    ['reset', (gateway) => gateway.resetPassword('nobody')],
    ['given a password', (gateway) => gateway.setPassword('nobody', password, true)],
    ['invited again', (gateway) => gateway.resendInvitation('nobody')],
    ['signed out', (gateway) => gateway.signOutEverywhere('nobody')],
    ['put into a group', (gateway) => gateway.addToGroup('nobody', 'pool-admins')],
    ['taken out of a group', (gateway) => gateway.removeFromGroup('nobody', 'pool-admins')],
    ['asked for groups', (gateway) => gateway.groupsOfUser('nobody')],
  ])('who does not exist cannot be %s', async (_, act) => {
    const { gateway } = await pool();
    await expect(act(gateway)).rejects.toMatchObject({ code: 'user_not_found', status: 404 });
  });

  it('cannot take the address that another one signs in with', async () => {
    const { gateway } = await pool();
    await createAda(gateway);
    await gateway.updateAttributes('ada', { email_verified: 'true' });
    expect((await gateway.describePool()).aliasAttributes).toContain('email');
    await gateway.createUser({ username: 'grace', attributes: {}, invitation: [] });
    const taking = gateway.updateAttributes('grace', {
      email: 'ada@example.com',
      email_verified: 'true',
    });
    await expect(taking).rejects.toMatchObject({ code: 'alias_exists', status: 409 });
  });
});

describe('groups', () => {
  const editors = { name: 'writers', description: 'Write', precedence: 5 };

  it('are created, changed, found and deleted', async () => {
    const { gateway } = await pool();
    const created = await gateway.createGroup(editors);
    expect(created).toMatchObject({ ...editors, roleArn: '' });
    expect(await gateway.findGroup('writers')).toEqual(created);
    const roleArn = 'arn:aws:iam::123456789012:role/writers';
    const changed = { ...editors, description: 'Write and edit', precedence: 7, roleArn };
    expect(await gateway.updateGroup(changed)).toMatchObject(changed);
    expect(await gateway.findGroup('writers')).toMatchObject(changed);
    await gateway.deleteGroup('writers');
    expect(await gateway.findGroup('writers')).toBeUndefined();
  });

  it('are refused twice, and unknown ones', async () => {
    const { gateway } = await pool();
    await gateway.createGroup(editors);
    await expect(gateway.createGroup(editors)).rejects.toMatchObject({ code: 'group_exists' });
    const missing = { code: 'group_not_found', status: 404 };
    await expect(gateway.updateGroup({ name: 'x' })).rejects.toMatchObject(missing);
    await expect(gateway.deleteGroup('x')).rejects.toMatchObject(missing);
    await expect(gateway.addToGroup('admin', 'x')).rejects.toMatchObject(missing);
    await expect(gateway.listGroupMembers({ group: 'x', limit: 10 })).rejects.toMatchObject(
      missing,
    );
    expect(await gateway.findGroup('x'.repeat(200))).toBeUndefined();
  });

  it('have members, page by page', async () => {
    const { gateway } = await pool();
    await gateway.createGroup(editors);
    for (const username of ['admin', 'support', 'auditor']) {
      await gateway.addToGroup(username, 'writers');
    }
    const list = (request: PageRequest) =>
      gateway.listGroupMembers({ ...request, group: 'writers' });
    const members = await all(list, 2);
    expect(members.map(({ username }) => username).sort()).toEqual(['admin', 'auditor', 'support']);
    await gateway.removeFromGroup('support', 'writers');
    expect(await all(list, 2)).toHaveLength(2);
  });

  it('are listed page by page', async () => {
    const { gateway } = await pool();
    const listed = await all((request) => gateway.listGroups(request), 2);
    expect(listed.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['pool-admins', 'pool-support', 'pool-auditors']),
    );
  });

  it('of a user are told all, however many', async () => {
    const { gateway } = await pool();
    const names = Array.from({ length: 70 }, (_, index) => `group-${index}`);
    for (const name of names) {
      await gateway.createGroup({ name });
      await gateway.addToGroup('auditor', name);
    }
    const groups = await gateway.groupsOfUser('auditor');
    expect(groups.map(({ name }) => name).sort()).toEqual(['pool-auditors', ...names].sort());
  });
});
