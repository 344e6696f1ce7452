import { CreateGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { Amplify } from 'aws-amplify';
import { ApiError, get, post } from 'aws-amplify/api';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../server/sandbox/start.ts';
import { launchConsole, operatorPassword, type TestConsole } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';

const apiName = 'AdminQueries';

let sandbox: Sandbox;
let running: TestConsole;

/** As the documentation of Amplify has it: the access token in `Authorization`, with nothing in front. */
async function headers(): Promise<Record<string, string>> {
  const { tokens } = await fetchAuthSession();
  return { 'Content-Type': 'application/json', Authorization: `${tokens?.accessToken}` };
}

// biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
type Answer = any;

async function read(route: string, queryParams: Record<string, string> = {}): Promise<Answer> {
  const options = { headers: await headers(), queryParams };
  const { statusCode, body } = await get({ apiName, path: `/${route}`, options }).response;
  expect(statusCode).toBe(200);
  return body.json();
}

async function change(route: string, body: Record<string, string>): Promise<Answer> {
  const options = { headers: await headers(), body };
  const reply = await post({ apiName, path: `/${route}`, options }).response;
  expect(reply.statusCode).toBe(200);
  return reply.body.json();
}

beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    data: ':memory:',
    users: 70,
    hasApplicationClient: true,
  });
  running = await launchConsole({
    pool: sandbox,
    environment: {
      ADMIN_QUERIES: 'sandbox',
      ADMIN_QUERIES_CLIENT_IDS: sandbox.applicationClientId,
    },
  });
  await running.walked();
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: sandbox.userPoolId,
        userPoolClientId: sandbox.applicationClientId,
        userPoolEndpoint: sandbox.endpoint,
      },
    },
    API: {
      REST: { [apiName]: { endpoint: `${running.url}/admin-queries`, region: sandbox.region } },
    },
  });
  await signIn({ username: 'admin', password: operatorPassword });
});
afterAll(async () => {
  await signOut();
  await running?.close();
  await sandbox?.close();
});

describe('An application of Amplify, with the endpoint changed', () => {
  it('adds users to groups, lists them, and removes them', async () => {
    const UserPoolId = sandbox.userPoolId;
    await running.cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'Authors' }));
    const username = await peopleOf(running).confirmed();
    const groupname = 'Authors';
    expect(await change('addUserToGroup', { username, groupname })).toEqual({
      message: `Success adding ${username} to Authors`,
    });
    const { Groups } = await read('listGroupsForUser', { username });
    expect(Groups).toEqual([{ GroupName: 'Authors' }]);
    const { Users } = await read('listUsersInGroup', { groupname, limit: '10' });
    expect(Users.map((user: Answer) => user.Username)).toEqual([username]);
    expect(await change('removeUserFromGroup', { username, groupname })).toEqual({
      message: `Removed ${username} from Authors`,
    });
    expect((await read('listUsersInGroup', { groupname })).Users).toEqual([]);
    const all = await read('listGroups');
    expect(all.Groups.map((group: Answer) => group.GroupName)).toContain('Authors');
  });

  it('confirms, disables, enables, reads and signs out users', async () => {
    const username = await peopleOf(running).unconfirmed();
    const user = { username };
    expect(await change('confirmUserSignUp', user)).toEqual({
      message: `Confirmed ${username} registration`,
    });
    expect(await change('disableUser', user)).toEqual({ message: `Disabled ${username}` });
    expect(await read('getUser', user)).toMatchObject({
      Username: username,
      Enabled: false,
      UserStatus: 'CONFIRMED',
    });
    expect(await change('enableUser', user)).toEqual({ message: `Enabled ${username}` });
    expect(await change('signUserOut', user)).toEqual({
      message: `Signed out ${username} from all devices`,
    });
  });

  it('lists all users page by page, with the token it was given', async () => {
    const names = new Set<string>();
    const wanted = (await running.pool.directory.reader.summary([])).count.total;
    // On the first page the parameter is not set, which Amplify writes as a word.
    let token = 'undefined';
    const sizes: number[] = [];
    do {
      const { Users, NextToken = '' } = await read('listUsers', { limit: '30', token });
      for (const { Username } of Users) names.add(Username);
      sizes.push(Users.length);
      token = NextToken;
    } while (token !== '');
    expect(names.size).toBe(wanted);
    expect(sizes.slice(0, 2)).toEqual([30, 30]);
    expect((await read('listUsers')).Users).toHaveLength(60);
  });

  it('reads the sentence of a problem', async () => {
    const failure = await read('getUser', { username: 'no-such-user' }).catch(
      (error: unknown) => error,
    );
    if (!(failure instanceof ApiError)) throw new Error('It is no ApiError.');
    expect(failure.response?.statusCode).toBe(404);
    expect(JSON.parse(failure.response?.body ?? '')).toMatchObject({
      code: 'user_not_found',
      message: expect.stringContaining('no user of this name'),
    });
  });
});
