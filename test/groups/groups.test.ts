import { randomUUID } from 'node:crypto';
import { GetGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { nextPage } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const freshName = () => `group-${randomUUID().slice(0, 8)}`;

async function groupInPool(name: string) {
  const { cognito, sandbox } = running();
  const UserPoolId = sandbox.userPoolId;
  return (await cognito.send(new GetGroupCommand({ UserPoolId, GroupName: name }))).Group;
}

async function createGroup(fields: Record<string, string> = {}): Promise<string> {
  const admin = await running().signedIn('admin');
  const name = freshName();
  const posted = await admin.post('/pools/sandbox/actions/create-group', { name, ...fields });
  expect(posted.headers.get('location')).toMatch(new RegExp(`/groups/${name}\\?done=\\d+$`));
  return name;
}

it('lists the groups and marks those that operators sign in by', async () => {
  const auditor = await running().signedIn('auditor');
  const page = await auditor.get('/pools/sandbox/groups');
  expect(page.status).toBe(200);
  expect(page.text).toContain('editors');
  expect(page.text).toContain('pool-admins');
  expect(page.body).not.toContain('create-group');
});

it('creates a group, edits it and deletes it', async () => {
  const admin = await running().signedIn('admin');
  const roleArn = 'arn:aws:iam::123456789012:role/editors';
  const name = await createGroup({ description: 'First <b>', precedence: '5', roleArn });
  expect(await groupInPool(name)).toMatchObject({
    Description: 'First <b>',
    Precedence: 5,
    RoleArn: roleArn,
  });

  const path = `/pools/sandbox/groups/${name}/actions`;
  const form = await admin.get(`${path}/edit`);
  expect(form.body).toContain('First &lt;b&gt;');
  await admin.post(`${path}/edit`, { description: 'Second', precedence: '6', roleArn });
  expect(await groupInPool(name)).toMatchObject({ Description: 'Second', Precedence: 6 });

  expect((await admin.post(`${path}/delete`, { confirmation: '' })).status).toBe(422);
  const deleted = await admin.post(`${path}/delete`, { confirmation: name });
  expect(deleted.headers.get('location')).toMatch(/\/groups\?done=\d+$/);
  await expect(groupInPool(name)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect((await admin.get(`/pools/sandbox/groups/${name}`)).status).toBe(404);
});

it('brings a wrong form back with what was typed', async () => {
  const admin = await running().signedIn('admin');
  const reply = await admin.post('/pools/sandbox/actions/create-group', {
    name: 'two words',
    precedence: 'first',
    roleArn: 'nonsense',
  });
  expect(reply.status).toBe(422);
  expect(reply.text).toContain('A group name is one word without spaces.');
  expect(reply.text).toContain('Precedence must be a whole number');
  expect(reply.text).toContain('Write the role as arn:aws:iam');
  expect(reply.body).toContain('value="two words"');

  const taken = await admin.post('/pools/sandbox/actions/create-group', { name: 'editors' });
  expect(taken.status).toBe(409);
});

it('adds a member from the group page, removes them there, and comes back to it', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const group = await createGroup();
  const username = await people.confirmed();
  const path = `/pools/sandbox/groups/${group}`;

  const unknown = await admin.post(`${path}/add-member`, { username: 'nobody-here' });
  expect(unknown.status).toBe(422);
  expect(unknown.text).toContain('There is no user of this name');
  expect(unknown.body).toContain('value="nobody-here"');
  expect((await admin.post(`${path}/add-member`, { username: ' ' })).status).toBe(422);

  const added = await admin.post(`${path}/add-member`, { username });
  expect(added.headers.get('location')).toMatch(new RegExp(`^${path}\\?done=\\d+$`));
  const page = await admin.get(added.headers.get('location') ?? '');
  expect(page.text).toContain(`${username} is now a member of ${group}.`);

  const link = /href="([^"]*remove-from-group[^"]*back=[^"]*)"/
    .exec(page.body)?.[1]
    ?.replaceAll('&amp;', '&');
  const removed = await admin.post(link ?? '', { group });
  expect(removed.headers.get('location')).toMatch(new RegExp(`^${path}\\?done=\\d+$`));
  expect(await people.groups(username)).toEqual([]);
});

it('pages through the members', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const group = await createGroup();
  const names = new Set<string>();
  const count = 30;
  for (let index = 0; index < count; index++) {
    const username = await people.invited();
    await people.addToGroup(username, group);
    names.add(username);
  }
  const seen = new Set<string>();
  let path: string | undefined = `/pools/sandbox/groups/${group}`;
  let pages = 0;
  while (path) {
    const { body } = await admin.get(path);
    for (const [, name = ''] of body.matchAll(/users\/(user-\w+)"/g)) seen.add(name);
    path = nextPage(body);
    pages += 1;
    if (pages > count) break;
  }
  expect(pages).toBe(2);
  expect(seen).toEqual(names);
});
