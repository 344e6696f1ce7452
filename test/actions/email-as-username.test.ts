import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminListGroupsForUserCommand,
  CreateGroupCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { formOf } from '../helpers/form.ts';
import { withTag } from '../helpers/html.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

let emailPool = '';
let aliasPool = '';

const running = sharedConsole({
  async morePools(cognito) {
    const create = async (settings: object): Promise<string> => {
      const { UserPool } = await cognito.send(
        new CreateUserPoolCommand({ PoolName: 'customers', ...settings }),
      );
      const UserPoolId = UserPool?.Id ?? '';
      await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'readers' }));
      return UserPoolId;
    };
    emailPool = await create({ UsernameAttributes: ['email', 'phone_number'] });
    aliasPool = await create({ AliasAttributes: ['email', 'preferred_username'] });
    return { customers: emailPool, aliases: aliasPool };
  },
});

async function createUser(
  UserPoolId: string,
  Username: string,
  attributes: Record<string, string> = {},
): Promise<string> {
  const { User } = await running().cognito.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
  return User?.Username ?? '';
}

async function groupsOf(UserPoolId: string, Username: string): Promise<unknown[]> {
  const { Groups = [] } = await running().cognito.send(
    new AdminListGroupsForUserCommand({ UserPoolId, Username }),
  );
  return Groups.map(({ GroupName }) => GroupName);
}

describe('In a pool whose usernames are email addresses', () => {
  it('pages, forms and confirmations name the person, not only the UUID', async () => {
    const username = await createUser(emailPool, 'ada@example.com', { name: 'Ada Lovelace' });
    const admin = await running().signedIn('admin');
    const path = `/pools/customers/users/${username}`;
    expect(withTag((await admin.get(path)).body, 'h1')[0]?.text).toBe('Ada Lovelace');

    const form = await admin.get(`${path}/actions/delete`);
    expect(form.text).toContain('Ada Lovelace · ada@example.com');
    expect(form.text).not.toContain(username);
    const refused = await admin.post(`${path}/actions/delete`, { confirmation: 'Ada' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Type ada@example.com to confirm.');

    const disabled = await admin.post(`${path}/actions/disable`);
    const after = await admin.get(disabled.headers.get('location') ?? '');
    expect(after.text).toContain('ada@example.com was disabled');
    const deleted = await admin.post(`${path}/actions/delete`, { confirmation: 'ada@example.com' });
    expect(deleted.status).toBe(303);
    expect((await admin.get(path)).status).toBe(404);
  });

  it('the heading of a person without a name is the email or phone', async () => {
    const admin = await running().signedIn('admin');
    for (const address of ['no-name@example.com', '+14155550199']) {
      const username = await createUser(emailPool, address);
      const page = await admin.get(`/pools/customers/users/${username}`);
      expect(withTag(page.body, 'h1')[0]?.text).toBe(address);
    }
  });

  it('bulk work names the people before it and those to whom it was not done', async () => {
    const jobs = '/pools/customers/jobs';
    const username = await createUser(emailPool, 'bulk@example.com', { name: 'Bulk Person' });
    const admin = await running().signedIn('admin');
    await admin.get(`/pools/customers/users/${username}`);
    // Refused: the person has never signed in.
    const choice = { action: 'user.reset-password', scope: 'ticked', q: '', user: username };
    const page = await admin.post(`${jobs}/choose`, choice);
    expect(page.text).toContain('Bulk Person · bulk@example.com');
    expect(page.text).not.toContain(username);

    const started = await admin.post(`${jobs}/new`, { ...formOf(page), confirmation: '1' });
    const job = started.headers.get('location') ?? '';
    await expect.poll(async () => (await admin.get(job)).text).toContain('Refused 1');
    const over = await admin.get(job);
    const [link] = withTag(over.body, 'a').filter(({ text }) => text.includes('Bulk Person'));
    expect(link?.text).toBe('Bulk Person · bulk@example.com');
    expect(link?.attributes.get('href')).toBe(`/pools/customers/users/${username}`);
    expect(over.text).not.toContain(username);

    await running().cognito.send(
      new AdminDeleteUserCommand({ UserPoolId: emailPool, Username: username }),
    );
    await admin.get(`/pools/customers/users/${username}`);
    expect((await admin.get(job)).text).toContain('Bulk Person · bulk@example.com');
  });

  it('a member is added to a group by the address', async () => {
    const username = await createUser(emailPool, 'member@example.com');
    const admin = await running().signedIn('admin');
    const path = '/pools/customers/groups/readers/add-member';
    expect((await admin.get(path)).text).toContain('Username, email or phone number');
    const added = await admin.post(path, { username: 'member@example.com' });
    expect(added.status).toBe(303);
    expect(await groupsOf(emailPool, username)).toEqual(['readers']);

    const unknown = await admin.post(path, { username: 'unknown@example.com' });
    expect(unknown.status).toBe(422);
    expect(unknown.text).toContain('There is no user of this name');
  });
});

describe('In a pool with aliases', () => {
  it('a member is added by a verified address or preferred username, not by an unproven one', async () => {
    const flags = { email: 'bo@example.com', email_verified: 'true' };
    await createUser(aliasPool, 'bo', { ...flags, preferred_username: 'captain' });
    await createUser(aliasPool, 'mallory', { email: 'eve@example.com', email_verified: 'false' });
    const admin = await running().signedIn('admin');
    const path = '/pools/aliases/groups/readers';
    expect((await admin.post(`${path}/add-member`, { username: 'bo@example.com' })).status).toBe(
      303,
    );
    expect(await groupsOf(aliasPool, 'bo')).toEqual(['readers']);
    const removed = `/pools/aliases/users/bo/actions/remove-from-group`;
    expect((await admin.post(removed, { group: 'readers' })).status).toBe(303);
    expect((await admin.post(`${path}/add-member`, { username: 'captain' })).status).toBe(303);
    expect(await groupsOf(aliasPool, 'bo')).toEqual(['readers']);

    const unproven = await admin.post(`${path}/add-member`, { username: 'eve@example.com' });
    expect(unproven.status).toBe(422);
    expect(await groupsOf(aliasPool, 'mallory')).toEqual([]);
  });
});
