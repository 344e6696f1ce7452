import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CreateGroupCommand,
  GetGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { withAttribute } from '../helpers/html.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
/** The last two look like the escaped form of the first two. */
const names = ['.', '..', '~.', '~..'];

beforeAll(async () => {
  const { cognito, sandbox } = running();
  const UserPoolId = sandbox.userPoolId;
  for (const name of names) {
    const user = { UserPoolId, Username: name, MessageAction: 'SUPPRESS' } as const;
    await cognito.send(new AdminCreateUserCommand(user));
    await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: name }));
  }
  await running().walked();
}, 120_000);

/** Where the link with this text leads, resolved as a browser does. */
function linkOf(body: string, words: string): string {
  const link = withAttribute(body, 'href').find(({ text }) => text === words);
  if (link === undefined) throw new Error(`There is no link ${words}.`);
  return new URL(link.attributes.get('href') ?? '', running().url).pathname;
}

describe.each(names)('A user called %s', (name) => {
  it('is opened from the list, disabled and locked down', async () => {
    const admin = await running().signedIn('admin');
    const list = await admin.get('/pools/sandbox/users?q=status:invited&limit=200');
    const path = linkOf(list.body, name);
    const page = await admin.get(path);
    expect(page.status).toBe(200);
    expect(page.body).toContain(`<bdi class="mono">${name}</bdi>`);

    const disabled = await admin.post(`${path}/actions/disable`);
    expect(disabled.headers.get('location')).toMatch(`${path}?done=`);
    const { cognito, sandbox } = running();
    const user = { UserPoolId: sandbox.userPoolId, Username: name };
    expect((await cognito.send(new AdminGetUserCommand(user))).Enabled).toBe(false);
    const locked = await admin.post(`${path}/actions/lockdown`, { confirmation: name });
    expect(locked.status).toBe(303);
  });
});

describe.each(names)('A group called %s', (name) => {
  it('is opened from the list, edited, given a member and deleted', async () => {
    const admin = await running().signedIn('admin');
    const path = linkOf((await admin.get('/pools/sandbox/groups')).body, name);
    const page = await admin.get(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain(name);

    expect((await admin.post(`${path}/actions/edit`, { description: 'Dots' })).status).toBe(303);
    const { cognito, sandbox } = running();
    const group = { UserPoolId: sandbox.userPoolId, GroupName: name };
    expect((await cognito.send(new GetGroupCommand(group))).Group?.Description).toBe('Dots');
    const added = await admin.post(`${path}/add-member`, { username: 'support' });
    expect(added.headers.get('location')).toMatch(`${path}?done=`);
    expect((await admin.get(path)).text).toContain('support');

    const deleted = await admin.post(`${path}/actions/delete`, { confirmation: name });
    expect(deleted.status).toBe(303);
    await expect(cognito.send(new GetGroupCommand(group))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
