import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminRemoveUserFromGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import type { PoolGateway } from '../../../server/cognito/gateway.ts';
import type { PoolGroup, PoolUser } from '../../../server/cognito/types.ts';
import { PoolkeeperError } from '../../../server/errors.ts';
import { createPower, powerKeptFor } from '../../../server/operators/access/power.ts';
import type { Operator } from '../../../server/operators/operator.ts';
import { consoleForTest, type TestConsole } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';

/** A console whose clock the test moves, and an operator of its own who has just changed something. */
async function atWork(group: 'pool-admins' | 'pool-support') {
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  const own = await consoleForTest({ sandbox: { users: 0 }, now });
  const people = peopleOf(own);
  const name = await people.confirmed();
  await people.addToGroup(name, group);
  const client = await own.signedIn(name);
  const target = await people.confirmed();
  const signOut = () => client.post(`/pools/sandbox/users/${target}/actions/sign-out`);
  expect((await signOut()).status).toBe(303);
  const user = { UserPoolId: own.sandbox.userPoolId, Username: name };
  return { clock, own, people, name, client, target, signOut, user };
}

async function refusals(own: TestConsole): Promise<string> {
  const auditor = await own.signedIn('auditor');
  return (await auditor.get('/pools/sandbox/audit')).text;
}

describe('an operator whose token lives on', () => {
  it.each([
    ['was disabled', 'disable'],
    ['was deleted', 'delete'],
    ['was taken out of the group', 'remove'],
  ])('changes nothing 30 seconds after the person %s', async (_, what) => {
    const { clock, own, signOut, user, client } = await atWork('pool-support');
    if (what === 'disable') await own.cognito.send(new AdminDisableUserCommand(user));
    if (what === 'delete') await own.cognito.send(new AdminDeleteUserCommand(user));
    if (what === 'remove') {
      const GroupName = 'pool-support';
      await own.cognito.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName }));
    }
    clock.ahead += powerKeptFor;
    const reply = await signOut();
    expect(reply.status).toBe(403);
    expect(reply.text).toContain('may not use this console any more');
    expect(await refusals(own)).toContain('may not use this console any more');
    expect((await client.get('/pools/sandbox/users')).status).toBe(303);
  });

  it('has the role that the pool says, not the one of the session', async () => {
    const { clock, own, people, user, client, signOut } = await atWork('pool-admins');
    const groups = { from: 'pool-admins', to: 'pool-auditors' };
    await own.cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: groups.to }));
    await own.cognito.send(
      new AdminRemoveUserFromGroupCommand({ ...user, GroupName: groups.from }),
    );
    clock.ahead += powerKeptFor;
    expect((await signOut()).status).toBe(403);
    const victim = await people.confirmed();
    const deleting = await client.post(`/pools/sandbox/users/${victim}/actions/delete`, {
      confirmation: victim,
    });
    expect(deleting.status).toBe(403);
    expect((await people.get(victim)).Username).toBe(victim);
  });

  it('loses power at once when it is taken through the console', async () => {
    const { own, name, signOut } = await atWork('pool-support');
    const admin = await own.signedIn('admin');
    const disabled = await admin.post(`/pools/sandbox/users/${name}/actions/disable`);
    expect(disabled.status).toBe(303);
    // The session has ended with it.
    const refused = await signOut();
    expect(refused.status).toBe(303);
    expect(refused.headers.get('location')).toBe('/sign-in');
  });
});

describe('the power of an operator', () => {
  const groups = { admin: 'pool-admins', support: 'pool-support', auditor: 'pool-auditors' };
  const at = new Date('2026-01-01T00:00:00Z');
  const operator: Operator = {
    sub: 'sub-1',
    username: 'ada',
    displayName: 'ada',
    role: 'admin',
    sessionId: 's',
    signedInAt: at,
  };
  const user: PoolUser = {
    username: 'ada',
    sub: 'sub-1',
    status: 'CONFIRMED',
    isEnabled: true,
    attributes: {},
    createdAt: at,
    modifiedAt: at,
  };
  const group = (name: string): PoolGroup => ({
    name,
    description: '',
    precedence: undefined,
    roleArn: '',
    createdAt: at,
    modifiedAt: at,
  });

  function powerOver(pool: Partial<Pick<PoolGateway, 'findUser' | 'groupsOfUser'>>) {
    const seen = { reads: 0, ended: [] as string[], time: at.getTime() };
    const power = createPower({
      gateway: {
        findUser: async (name) => {
          seen.reads += 1;
          return pool.findUser ? pool.findUser(name) : user;
        },
        groupsOfUser: pool.groupsOfUser ?? (async () => [group('pool-admins')]),
      },
      groups,
      now: () => new Date(seen.time),
      endSessions: async (sub) => {
        seen.ended.push(sub);
      },
    });
    return { power, seen };
  }

  it('costs one look at the pool in 30 seconds, however many wait for it', async () => {
    const { power, seen } = powerOver({});
    await Promise.all(Array.from({ length: 50 }, () => power.confirm(operator)));
    seen.time += powerKeptFor - 1;
    await power.confirm(operator);
    expect(seen.reads).toBe(1);
    seen.time += 1;
    await power.confirm(operator);
    expect(seen.reads).toBe(2);
  });

  it('is none while the pool cannot be asked, and is asked for again', async () => {
    let isAway = true;
    const away = new PoolkeeperError({ code: 'pool_unreachable', status: 503, publicMessage: '' });
    const { power, seen } = powerOver({
      findUser: async () => {
        if (isAway) throw away;
        return user;
      },
    });
    await expect(power.confirm(operator)).rejects.toBe(away);
    isAway = false;
    expect(await power.confirm(operator)).toEqual(operator);
    expect(seen.ended).toEqual([]);
  });

  it.each<[string, Partial<PoolUser> | undefined, readonly string[]]>([
    ['of this name is nobody', undefined, ['pool-admins']],
    ['of this name is somebody else by now', { sub: 'sub-2' }, ['pool-admins']],
    ['is disabled', { isEnabled: false }, ['pool-admins']],
    ['is in no group', {}, []],
    [
      'is in a group that only looks like one',
      {},
      ['pool-admins,x', 'x,pool-admins', 'Pool-Admins'],
    ],
  ])('is gone, and so are the sessions, when the person %s', async (_, changes, memberships) => {
    const { power, seen } = powerOver({
      findUser: async () => changes && { ...user, ...changes },
      groupsOfUser: async () => memberships.map(group),
    });
    await expect(power.confirm(operator)).rejects.toMatchObject({
      code: 'power_lost',
      status: 403,
    });
    expect(seen.ended).toEqual(['sub-1']);
  });

  it('is looked at again when something about the person was changed here', async () => {
    const { power, seen } = powerOver({});
    await power.confirm(operator);
    power.forget('sub-1');
    await power.confirm(operator);
    expect(seen.reads).toBe(2);
  });
});
