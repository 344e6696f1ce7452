import { CreateGroupCommand, DeleteGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiForTests } from '../../helpers/api.ts';
import { peopleOf } from '../../helpers/people.ts';

const api = apiForTests();
const roles = ['admin', 'support', 'auditor'] as const;
let members: string[];

const create = async (GroupName: string): Promise<void> => {
  const { cognito, sandbox } = api().running;
  const group = { GroupName, Description: `About ${GroupName}`, Precedence: 3 };
  await cognito.send(new CreateGroupCommand({ UserPoolId: sandbox.userPoolId, ...group }));
};

beforeAll(async () => {
  const people = peopleOf(api().running);
  members = await Promise.all(Array.from({ length: 5 }, () => people.confirmed()));
  await create('five');
  await create('none');
  for (const name of members) await people.addToGroup(name, 'five');
  await api().running.walked();
});

describe('GET /pools/{pool}/groups', () => {
  it.each(roles)('lists the groups with how many members each has, for %s', async (as) => {
    const { status, body } = await api().ofPool('GET', '/groups', { as });
    expect(status).toBe(200);
    expect(body.groups).toContainEqual({
      name: 'five',
      description: 'About five',
      precedence: 3,
      roleArn: '',
      createdAt: expect.any(String),
      modifiedAt: expect.any(String),
      memberCount: 5,
    });
    const counts = body.groups.map((group: { name: string; memberCount: number }) => [
      group.name,
      group.memberCount,
    ]);
    expect(Object.fromEntries(counts)).toMatchObject({ none: 0, 'pool-admins': 1 });
  });

  it('leads through all groups by the header Link', async () => {
    const names: string[] = [];
    let path: string | undefined = '/pools/sandbox/groups?limit=2';
    while (path !== undefined) {
      const { body, headers }: { body: { groups: { name: string }[] }; headers: Headers } =
        await api().call('GET', path);
      names.push(...body.groups.map(({ name }) => name));
      path = /<\/api\/v1([^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    const { body } = await api().ofPool('GET', '/groups');
    expect(names).toEqual(body.groups.map(({ name }: { name: string }) => name));
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(['/groups', '/groups/five/members'])('refuses a foreign cursor at %s', async (path) => {
    const { body } = await api().ofPool('GET', '/users?limit=1');
    for (const cursor of [body.nextCursor, 'x', '%00', "'", 'a'.repeat(8000)]) {
      const reply = await api().ofPool('GET', `${path}?cursor=${cursor}`);
      expect([cursor, reply.status, reply.body.code]).toEqual([cursor, 400, 'bad_cursor']);
    }
    for (const limit of ['0', '61', 'x']) {
      const reply = await api().ofPool('GET', `${path}?limit=${limit}`);
      expect([reply.status, reply.body.code]).toEqual([422, 'invalid_input']);
    }
  });
});

describe('GET /pools/{pool}/groups/{group}', () => {
  it.each(roles)('answers one group, for %s', async (as) => {
    const { status, body } = await api().ofPool('GET', '/groups/five', { as });
    expect([status, body]).toMatchObject([200, { name: 'five', memberCount: 5 }]);
  });

  it('has no group that is not there, or of which the name is hostile', async () => {
    const names = ['gone', 'x,pool-admins', '~..', 'a%20b', 'FIVE', '"', '%00', 'a%2Fb', '%C3%A4'];
    for (const name of names) {
      for (const path of [`/groups/${name}`, `/groups/${name}/members`]) {
        const { status, body } = await api().ofPool('GET', path);
        expect([path, status, body.code]).toEqual([path, 404, 'group_not_found']);
      }
    }
    const long = await api().ofPool('GET', `/groups/${'x'.repeat(129)}`);
    expect([long.status, long.body.code]).toEqual([422, 'invalid_input']);
  });

  it('has a group no longer that was deleted meanwhile', async () => {
    const { cognito, sandbox } = api().running;
    await create('brief');
    expect((await api().ofPool('GET', '/groups/brief')).status).toBe(200);
    const group = { UserPoolId: sandbox.userPoolId, GroupName: 'brief' };
    await cognito.send(new DeleteGroupCommand(group));
    const { status, body } = await api().ofPool('GET', '/groups/brief/members');
    expect([status, body.code]).toEqual([404, 'group_not_found']);
  });
});

describe('GET /pools/{pool}/groups/{group}/members', () => {
  it('lists each member once, page by page', async () => {
    for (const as of roles) {
      const names: string[] = [];
      let cursor: string | undefined;
      do {
        const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const { status, body } = await api().ofPool('GET', `/groups/five/members?limit=2${query}`, {
          as,
        });
        expect(status).toBe(200);
        names.push(...body.users.map(({ username }: { username: string }) => username));
        cursor = body.nextCursor;
      } while (cursor !== undefined);
      expect(names.toSorted()).toEqual(members.toSorted());
    }
  });
});
