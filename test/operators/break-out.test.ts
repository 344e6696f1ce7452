import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../../server/actions/action.ts';
import { actionSlug } from '../../server/actions/links.ts';
import { actions } from '../../server/actions/registry.ts';
import { isAllowed } from '../../server/operators/permissions.ts';
import { consoleForTest, operatorPassword, type TestConsole } from '../helpers/console.ts';
import type { Reply } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });
const verbsOnUsers = actions.filter(({ target }) => target === 'user');
const helpers = verbsOnUsers.filter(({ permission }) => isAllowed('support', permission));
const others = verbsOnUsers.filter(({ permission }) => !isAllowed('support', permission));

/** What the forms of support staff's verbs ask for, so that nothing but a guard refuses them. */
const filledIn = {
  email: 'true',
  phone: 'true',
  email_verified: 'true',
  isEmailVerified: 'true',
  contact: 'email',
  attribute: 'email',
  value: 'attacker@example.com',
  session: 'x',
  device: 'x',
  group: 'pool-admins',
  password: 'Taken-over-1',
  confirmation: 'admin',
  reason: 'x',
};

let adminSub = '';
const adminEmail = 'chief@example.com';

beforeAll(async () => {
  const { cognito, sandbox } = running();
  await cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: sandbox.userPoolId,
      Username: 'admin',
      UserAttributes: [
        { Name: 'email', Value: adminEmail },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'preferred_username', Value: 'the-boss' },
      ],
    }),
  );
  adminSub = (await peopleOf(running()).attributes('admin')).sub ?? '';
});

const pathOf = (segment: string, action: Action): string =>
  `/pools/sandbox/users/${segment}/actions/${actionSlug(action)}`;

/** Everything about the administrator that somebody could have changed. */
async function stateOfAdmin(own: TestConsole = running()) {
  const people = peopleOf(own);
  const { UserStatus, Enabled, UserLastModifiedDate, UserMFASettingList } =
    await people.get('admin');
  const attributes = await people.attributes('admin');
  const groups = await people.groups('admin');
  return { UserStatus, Enabled, UserLastModifiedDate, UserMFASettingList, attributes, groups };
}

const json = { accept: 'application/json' };
const guarded = [409, 'target_is_operator'] as const;
const unknown = [404, 'user_not_found'] as const;

type Answer = readonly [number, string];

function answerOf({ status, body }: Pick<Reply, 'status' | 'body'>): Answer {
  return [status, status === 303 ? '' : JSON.parse(body).error.code];
}

/** Spellings that might lead to the administrator, as they stand in an address. */
const spellings: readonly (readonly [string, () => string, Answer])[] = [
  ['the username', () => 'admin', guarded],
  ['the sub', () => adminSub, guarded],
  ['the sub in capitals', () => adminSub.toUpperCase(), guarded],
  ['an e-mail address that is an alias', () => encodeURIComponent(adminEmail), unknown],
  ['a preferred username that is an alias', () => 'the-boss', unknown],
  ['capitals', () => 'ADMIN', guarded],
  ['mixed case', () => 'Admin', guarded],
  ['a space behind', () => 'admin%20', unknown],
  ['a space in front', () => '%20admin', unknown],
  ['a tab behind', () => 'admin%09', unknown],
  ['a line break behind', () => 'admin%0A', unknown],
  ['a null byte behind', () => 'admin%00', unknown],
  ['an encoded slash behind', () => 'admin%2F', unknown],
  ['an encoded slash in front', () => '%2Fadmin', unknown],
  ['an encoded path', () => 'x%2F..%2Fadmin', unknown],
  ['a path', () => 'x/../admin', guarded],
  ['a doubly encoded slash', () => 'admin%252F', unknown],
  ['a dot', () => './admin', guarded],
  ['full-width letters', () => encodeURIComponent('ａｄｍｉｎ'), unknown],
  ['an invisible letter', () => encodeURIComponent('admin\u200b'), unknown],
  ['a letter that folds to another', () => encodeURIComponent('adm\u0131n'), unknown],
  ['a quote of a filter', () => encodeURIComponent('admin" or username ^= "'), unknown],
  ['a semicolon', () => 'admin;x', unknown],
];

describe('support staff cannot touch an administrator', () => {
  it.each(spellings)('named by %s', async (_, spelling, expected) => {
    const before = await stateOfAdmin();
    const support = await running().signedIn('support');
    for (const action of helpers) {
      const reply = await support.post(pathOf(spelling(), action), filledIn, json);
      expect([actionSlug(action), ...answerOf(reply)]).toEqual([actionSlug(action), ...expected]);
    }
    expect(await stateOfAdmin()).toEqual(before);
  });

  it('though the same calls do reach somebody who is no operator', async () => {
    const target = await peopleOf(running()).confirmed();
    const support = await running().signedIn('support');
    const done: string[] = [];
    for (const action of helpers) {
      const reply = await support.post(pathOf(target, action), filledIn);
      if (reply.status === 303) done.push(actionSlug(action));
    }
    expect(done).toContain('sign-out');
    expect(done).toContain('reset-password');
  });

  it('and none of it is in the audit as done', async () => {
    const admin = await running().signedIn('admin');
    const audit = await admin.get(
      '/pools/sandbox/audit?operator=support&target=admin&outcome=succeeded',
    );
    expect(audit.status).toBe(200);
    expect(audit.body).not.toContain('/pools/sandbox/users/admin"');
    const refused = await admin.get(
      '/pools/sandbox/audit?operator=support&target=admin&outcome=refused',
    );
    expect(refused.body).toContain('/pools/sandbox/users/admin"');
    expect(refused.text).toContain('Only an administrator can change operators.');
  });

  it.each(['support', 'auditor'])('nor another operator: %s', async (name) => {
    const people = peopleOf(running());
    const staff = await people.confirmed();
    await people.addToGroup(staff, 'pool-support');
    const client = await running().signedIn(staff);
    const { UserLastModifiedDate } = await people.get(name);
    for (const action of helpers) {
      const reply = await client.post(pathOf(name, action), filledIn, json);
      expect([actionSlug(action), ...answerOf(reply)]).toEqual([actionSlug(action), ...guarded]);
    }
    expect((await people.get(name)).UserLastModifiedDate).toEqual(UserLastModifiedDate);
  });

  it('by an access token instead of a session', async () => {
    const { cognito, sandbox, url } = running();
    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({
        ClientId: sandbox.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'support', PASSWORD: operatorPassword },
      }),
    );
    const before = await stateOfAdmin();
    for (const action of verbsOnUsers) {
      const reply = await fetch(new URL(pathOf('admin', action), url), {
        method: 'POST',
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${AuthenticationResult?.AccessToken}`,
        },
        body: new URLSearchParams(filledIn),
      });
      const answer = answerOf({ status: reply.status, body: await reply.text() });
      const expected = helpers.includes(action) ? guarded : [403, 'permission_missing'];
      expect([actionSlug(action), ...answer]).toEqual([actionSlug(action), ...expected]);
    }
    expect(await stateOfAdmin()).toEqual(before);
  });
});

describe('support staff cannot do what the role does not include', () => {
  it('whatever the request pretends', async () => {
    const people = peopleOf(running());
    const target = await people.confirmed();
    const { UserLastModifiedDate } = await people.get(target);
    const support = await running().signedIn('support');
    const body = { ...filledIn, confirmation: target, role: 'admin', operator: 'admin' };
    const headers = {
      'x-role': 'admin',
      'x-original-url': '/',
      'x-http-method-override': 'GET',
      'x-forwarded-user': 'admin',
    };
    for (const action of others) {
      const reply = await support.post(`${pathOf(target, action)}?role=admin`, body, headers);
      expect([actionSlug(action), reply.status]).toEqual([actionSlug(action), 403]);
      const form = await support.get(pathOf(target, action));
      expect([actionSlug(action), form.status]).toEqual([actionSlug(action), 403]);
    }
    expect((await people.get(target)).UserLastModifiedDate).toEqual(UserLastModifiedDate);
  });

  it('by giving themselves a group', async () => {
    const support = await running().signedIn('support');
    const tries = [
      ['/pools/sandbox/users/support/actions/add-to-group', { group: 'pool-admins' }],
      ['/pools/sandbox/groups/pool-admins/add-member', { username: 'support' }],
      ['/pools/sandbox/groups/pool-admins/actions/edit', { description: 'x' }],
    ] as const;
    for (const [path, fields] of tries) {
      const reply = await support.post(path, fields, json);
      expect([path, ...answerOf(reply)]).toEqual([path, 403, 'permission_missing']);
    }
    expect(await peopleOf(running()).groups('support')).toEqual(['pool-support']);
  });
});

describe('a group whose name only looks like one of the operators', () => {
  it.each([
    'x,pool-admins',
    'pool-admins,x',
    'pool-support,pool-admins',
    'Pool-Admins',
    // A combining mark that is not seen; the pool takes no zero-width space.
    'pool-admins\u034f',
  ])('gives no role: "%s"', async (GroupName) => {
    const { cognito, sandbox } = running();
    const UserPoolId = sandbox.userPoolId;
    await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName }));
    const people = peopleOf(running());
    const guest = await people.confirmed();
    await people.addToGroup(guest, GroupName);
    const client = running().client();
    const reply = await client.post('/sign-in', { username: guest, password: operatorPassword });
    expect(reply.status).toBe(403);
    const staff = await people.confirmed();
    await people.addToGroup(staff, 'pool-support');
    await people.addToGroup(staff, GroupName);
    const support = await running().signedIn(staff);
    const deleting = await support.post(`/pools/sandbox/users/${guest}/actions/delete`, {
      confirmation: guest,
    });
    expect(deleting.status).toBe(403);
  });
});

describe('somebody who is called like an operator', () => {
  it('by the sub of an administrator gets no power, and lends no way to it', async () => {
    const { cognito, sandbox } = running();
    const UserPoolId = sandbox.userPoolId;
    const user = { UserPoolId, Username: adminSub };
    const created = await cognito
      .send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }))
      .then(() => true)
      .catch(() => false);
    // A pool may refuse the name; where it does not, the name must lead to nobody but its bearer.
    if (created) {
      await cognito.send(
        new AdminSetUserPasswordCommand({ ...user, Password: operatorPassword, Permanent: true }),
      );
    }
    const before = await stateOfAdmin();
    const signIn = { username: adminSub, password: operatorPassword };
    const client = running().client();
    await client.post('/sign-in', signIn);
    const support = await running().signedIn('support');
    for (const action of helpers) await support.post(pathOf(adminSub, action), filledIn);
    expect(await stateOfAdmin()).toEqual(before);
  });
});

describe('a race', () => {
  it('against being removed is won by the pool', async () => {
    let ahead = 0;
    const now = () => new Date(Date.now() + ahead);
    const own = await consoleForTest({ sandbox: { users: 0 }, now });
    const people = peopleOf(own);
    const targets = await Promise.all(Array.from({ length: 8 }, () => people.confirmed()));
    const support = await own.signedIn('support');
    await own.cognito.send(
      new AdminRemoveUserFromGroupCommand({
        UserPoolId: own.sandbox.userPoolId,
        Username: 'support',
        GroupName: 'pool-support',
      }),
    );
    ahead = 30_000;
    const replies = await Promise.all(
      targets.map((name) =>
        support.post(`/pools/sandbox/users/${name}/actions/reset-password`, {}, json),
      ),
    );
    const answers = replies.map((reply) => answerOf(reply).join(' '));
    expect(answers).toContain('403 power_lost');
    // The session is gone by then for those that come later.
    const later = answers.filter((answer) => answer !== '403 power_lost');
    expect(later).toEqual(later.map(() => '401 not_signed_in'));
    for (const name of targets) expect((await people.get(name)).UserStatus).toBe('CONFIRMED');
  });

  it('of many calls at an operator is lost by all', async () => {
    const support = await running().signedIn('support');
    const people = peopleOf(running());
    const name = await people.confirmed();
    await people.addToGroup(name, 'pool-admins');
    const { sub = '' } = await people.attributes(name);
    const { UserLastModifiedDate } = await people.get(name);
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        support.post(
          `/pools/sandbox/users/${index % 2 ? name : sub}/actions/reset-password`,
          {},
          json,
        ),
      ),
    );
    for (const reply of replies) expect(answerOf(reply)).toEqual(guarded);
    expect(await people.get(name)).toMatchObject({
      UserStatus: 'CONFIRMED',
      UserLastModifiedDate,
    });
  });

  it('to act on somebody before they become an operator is seen in the order of the audit', async () => {
    const own = await consoleForTest({ sandbox: { users: 0 } });
    const people = peopleOf(own);
    const target = await people.confirmed();
    const user = { UserPoolId: own.sandbox.userPoolId, Username: target };
    const support = await own.signedIn('support');
    const path = `/pools/sandbox/users/${target}/actions/reset-password`;
    const [reply] = await Promise.all([
      support.post(path, {}, json),
      own.cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: 'pool-admins' })),
    ]);
    expect(answerOf(reply).join(' ')).toMatch(/^(303 |409 target_is_operator)$/);
    // Whichever came first: from now on the person is out of reach.
    expect(answerOf(await support.post(path, {}, json))).toEqual(guarded);
  });
});
