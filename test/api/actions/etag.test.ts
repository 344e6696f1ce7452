import {
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { apiForTests } from '../../helpers/api.ts';
import { peopleOf } from '../../helpers/people.ts';

const api = apiForTests();

const tagOf = async (path: string): Promise<string> => {
  const { status, headers } = await api().ofPool('GET', path);
  expect(status).toBe(200);
  return headers.get('etag') ?? '';
};

/** Changes a user as another program would, without this server. */
async function rename(username: string, name: string): Promise<void> {
  const { cognito, sandbox } = api().running;
  await cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: sandbox.userPoolId,
      Username: username,
      UserAttributes: [{ Name: 'name', Value: name }],
    }),
  );
}

const disable = (username: string, ifMatch: string) =>
  api().ofPool('POST', `/users/${username}/disable`, { headers: { 'if-match': ifMatch } });

describe('The ETag of a user', () => {
  it('is strong, the same by username and sub, and stays while nothing changes', async () => {
    const user = await peopleOf(api().running).confirmed();
    const { body, headers } = await api().ofPool('GET', `/users/${user}`);
    const tag = headers.get('etag');
    expect(tag).toMatch(/^"[\w-]{20,}"$/);
    expect(await tagOf(`/users/${body.sub}`)).toBe(tag);
    expect(await tagOf(`/users/${user}`)).toBe(tag);
  });

  it('changes with attributes, groups and state, however they are changed', async () => {
    const people = peopleOf(api().running);
    const user = await people.confirmed();
    const tags = [await tagOf(`/users/${user}`)];
    await rename(user, 'Ada');
    tags.push(await tagOf(`/users/${user}`));
    const { cognito, sandbox } = api().running;
    const group = { UserPoolId: sandbox.userPoolId, GroupName: 'joined' };
    await cognito.send(new CreateGroupCommand(group));
    await people.addToGroup(user, 'joined');
    await api().running.noticed(user);
    tags.push(await tagOf(`/users/${user}`));
    await people.disable(user);
    tags.push(await tagOf(`/users/${user}`));
    expect(new Set(tags).size).toBe(4);
  });

  it('is answered by actions as the state that they leave behind', async () => {
    const user = await peopleOf(api().running).confirmed();
    const before = await tagOf(`/users/${user}`);
    const { status, headers } = await disable(user, before);
    expect(status).toBe(200);
    expect(headers.get('etag')).not.toBe(before);
    expect(headers.get('etag')).toBe(await tagOf(`/users/${user}`));
  });

  it('is 304 for a program that has the present state', async () => {
    const user = await peopleOf(api().running).confirmed();
    const tag = await tagOf(`/users/${user}`);
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const { status, body, headers } = await api().ofPool('GET', `/users/${user}`, {
        headers: { 'if-none-match': known },
      });
      expect([known, status, body, headers.get('etag')]).toEqual([known, 304, undefined, tag]);
    }
    await rename(user, 'Ada');
    const changed = await api().ofPool('GET', `/users/${user}`, {
      headers: { 'if-none-match': tag },
    });
    expect(changed.status).toBe(200);
  });
});

describe('If-Match', () => {
  it('does nothing when groups have changed that the mirror does not know of yet', async () => {
    const { cognito, sandbox, walked } = api().running;
    const people = peopleOf(api().running);
    const user = await people.confirmed();
    await walked();
    await cognito.send(
      new CreateGroupCommand({ UserPoolId: sandbox.userPoolId, GroupName: 'unseen' }),
    );
    await people.addToGroup(user, 'unseen');
    const refused = await disable(user, await tagOf(`/users/${user}`));
    expect([refused.status, refused.body.code]).toEqual([412, 'precondition_failed']);
    // Read again, as the answer says, the user is shown with the group.
    const again = await api().ofPool('GET', `/users/${user}`);
    expect(again.body.groups).toEqual(['unseen']);
    expect((await disable(user, again.headers.get('etag') ?? '')).status).toBe(200);
  });

  it('does nothing when the user has changed behind the back of this server', async () => {
    const people = peopleOf(api().running);
    const user = await people.confirmed();
    const tag = await tagOf(`/users/${user}`);
    await rename(user, 'Changed');
    const refused = await disable(user, tag);
    expect([refused.status, refused.body.code]).toEqual([412, 'precondition_failed']);
    expect((await people.get(user)).Enabled).toBe(true);
    const dry = await api().ofPool('POST', `/users/${user}/disable?dryRun=true`, {
      headers: { 'if-match': tag },
    });
    expect([dry.status, dry.body.code]).toEqual([412, 'precondition_failed']);
    const done = await disable(user, await tagOf(`/users/${user}`));
    expect(done.status).toBe(200);
  });

  it('takes a list and the star, and no weak tag', async () => {
    const people = peopleOf(api().running);
    const [one, other] = [await people.confirmed(), await people.confirmed()];
    const tag = await tagOf(`/users/${one}`);
    const weak = await disable(one, `W/${tag}`);
    expect([weak.status, weak.body.code]).toEqual([412, 'precondition_failed']);
    expect((await disable(one, `"other", W/"x" ,${tag}`)).status).toBe(200);
    expect((await disable(other, '*')).status).toBe(200);
    const missing = await disable('no-such-user', '*');
    expect([missing.status, missing.body.code]).toEqual([404, 'user_not_found']);
  });

  it.each(['', 'abc', '"open', '"a" "b"', '*, "a"', '"a",'])(
    'is 422 when it is no list of tags: %s',
    async (header) => {
      const people = peopleOf(api().running);
      const user = await people.confirmed();
      const { status, body } = await disable(user, header);
      expect([status, body.code, Object.keys(body.fields)]).toEqual([
        422,
        'invalid_input',
        ['If-Match'],
      ]);
      expect((await people.get(user)).Enabled).toBe(true);
    },
  );

  it('holds for groups in the same way', async () => {
    const { cognito, sandbox } = api().running;
    const group = { UserPoolId: sandbox.userPoolId, GroupName: 'tagged' };
    await cognito.send(new CreateGroupCommand({ ...group, Description: 'First' }));
    const tag = await tagOf('/groups/tagged');
    await cognito.send(new UpdateGroupCommand({ ...group, Description: 'Second' }));
    const edit = (ifMatch: string) =>
      api().ofPool('POST', '/groups/tagged/edit', {
        body: { description: 'Third' },
        headers: { 'if-match': ifMatch },
      });
    const refused = await edit(tag);
    expect([refused.status, refused.body.code]).toEqual([412, 'precondition_failed']);
    const present = await tagOf('/groups/tagged');
    const done = await edit(present);
    expect([done.status, done.body.group.description]).toEqual([200, 'Third']);
    expect(done.headers.get('etag')).toBe(await tagOf('/groups/tagged'));
    expect((await edit(present)).status).toBe(412);
  });

  it('lets one of two programs through that change the same state at once', async () => {
    const people = peopleOf(api().running);
    const user = await people.confirmed();
    const tag = await tagOf(`/users/${user}`);
    const first = await disable(user, tag);
    const second = await api().ofPool('POST', `/users/${user}/edit-attributes`, {
      body: { attributes: { name: 'Late' } },
      headers: { 'if-match': tag },
    });
    expect([first.status, second.status, second.body.code]).toEqual([
      200,
      412,
      'precondition_failed',
    ]);
    expect(await people.attributes(user)).not.toHaveProperty('name');
  });
});
