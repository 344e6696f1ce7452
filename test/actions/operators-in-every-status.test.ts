import {
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { actionSlug } from '../../server/actions/links.ts';
import { actions } from '../../server/actions/registry.ts';
import { isAllowed } from '../../server/operators/permissions.ts';
import type { ConsoleClient, Reply } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

// Some statuses no operation gives: those operators are seeded users, put into a group.
const running = sharedConsole({ sandbox: { users: 2000 } });
const people = () => peopleOf(running());
const verbs = actions.filter(
  ({ target, permission }) => target === 'user' && isAllowed('support', permission),
);
const groups = ['pool-admins', 'pool-support', 'pool-auditors'] as const;
const json = { accept: 'application/json' };
const filledIn = { contact: 'email', session: 'x', markVerified: 'on', reason: 'x' };

const pathOf = (name: string, verb: string): string =>
  `/pools/sandbox/users/${encodeURIComponent(name)}/actions/${verb}`;

const inPool = (Username: string) => ({ UserPoolId: running().sandbox.userPoolId, Username });

/** A user who asked for another password, so that a code is awaited. */
async function resetRequired(): Promise<string> {
  const name = await people().confirmed();
  await running().cognito.send(new AdminResetUserPasswordCommand(inPool(name)));
  return name;
}

async function disabled(): Promise<string> {
  const name = await people().confirmed();
  await people().disable(name);
  return name;
}

/** Most of the archived and compromised ones are disabled. */
async function seeded(status: string): Promise<string> {
  const Filter = `cognito:user_status = "${status}"`;
  const { Users = [] } = await running().cognito.send(
    new ListUsersCommand({ UserPoolId: running().sandbox.userPoolId, Filter }),
  );
  for (const { Username = '' } of Users) {
    if ((await people().groups(Username)).every((name) => !name.startsWith('pool-'))) {
      return Username;
    }
  }
  throw new Error(`The seed has no ${status} user left.`);
}

const statuses: readonly (readonly [string, () => Promise<string>])[] = [
  ['UNCONFIRMED', () => people().unconfirmed()],
  ['CONFIRMED', () => people().confirmed()],
  ['CONFIRMED, unverified', () => people().confirmed({ email_verified: 'false' })],
  ['CONFIRMED, disabled', disabled],
  ['RESET_REQUIRED', resetRequired],
  ['FORCE_CHANGE_PASSWORD', () => people().invited()],
  ['EXTERNAL_PROVIDER', () => seeded('EXTERNAL_PROVIDER')],
  ['ARCHIVED', () => seeded('ARCHIVED')],
  ['COMPROMISED', () => seeded('COMPROMISED')],
];

let support: ConsoleClient;
beforeAll(async () => {
  support = await running().signedIn('support');
});

function outcomeOf({ status, body }: Reply): readonly [number, string] {
  return [status, status === 200 || status === 303 ? '' : JSON.parse(body).error.code];
}

describe.each(groups)('Support staff on a member of %s', (group) => {
  it.each(statuses)('are refused before the state is looked at: %s', async (status, make) => {
    const name = await make();
    await people().addToGroup(name, group);
    const before = await people().get(name);
    expect(before.UserStatus).toBe(status.split(',')[0]);
    const { sub = '' } = await people().attributes(name);
    for (const called of [name, sub, sub.toUpperCase()]) {
      for (const verb of verbs.map(actionSlug)) {
        const posted = await support.post(pathOf(called, verb), filledIn, json);
        expect([verb, ...outcomeOf(posted)]).toEqual([verb, 409, 'target_is_operator']);
        const form = await support.get(pathOf(called, verb), json);
        expect([verb, ...outcomeOf(form)]).toEqual([verb, 409, 'target_is_operator']);
      }
    }
    expect(await people().get(name)).toMatchObject({
      UserStatus: before.UserStatus,
      Enabled: before.Enabled,
      UserLastModifiedDate: before.UserLastModifiedDate,
    });
  });
});

it('An alias of an operator leads to no user', async () => {
  const name = await people().confirmed();
  await people().addToGroup(name, 'pool-admins');
  const alias = `alias-of-${name}`;
  await running().cognito.send(
    new AdminUpdateUserAttributesCommand({
      ...inPool(name),
      UserAttributes: [{ Name: 'preferred_username', Value: alias }],
    }),
  );
  for (const called of [alias, `${name}@example.com`]) {
    for (const verb of verbs.map(actionSlug)) {
      const reply = await support.post(pathOf(called, verb), filledIn, json);
      expect([verb, ...outcomeOf(reply)]).toEqual([verb, 404, 'user_not_found']);
    }
  }
});

it('The page of a refused form says who can do it, and nothing of the state', async () => {
  const name = await people().confirmed();
  await people().addToGroup(name, 'pool-auditors');
  const path = pathOf(name, 'resend-invitation');
  for (const reply of [await support.get(path), await support.post(path)]) {
    expect(reply.status).toBe(409);
    expect(reply.text).toContain('Only an administrator can change operators.');
    expect(reply.body).not.toContain('<form method="post" action="/pools');
    expect(reply.text).not.toMatch(/invit/i);
  }
});

it('The audit has each refusal, with the rule and not the state as its reason', async () => {
  const name = await people().confirmed();
  await people().addToGroup(name, 'pool-support');
  await support.post(pathOf(name, 'confirm'));
  const admin = await running().signedIn('admin');
  const audit = await admin.get(`/pools/sandbox/audit?target=${name}&outcome=refused`);
  expect(audit.text).toContain('Only an administrator can change operators.');
  expect(audit.text).not.toContain('still unconfirmed');
});

it('A person who is no operator is refused by the state all the same', async () => {
  const name = await people().confirmed();
  const reply = await support.post(pathOf(name, 'resend-invitation'), {}, json);
  expect(outcomeOf(reply)).toEqual([409, 'not_invited']);
});

it('An administrator is refused by the state of an operator', async () => {
  const name = await people().confirmed();
  await people().addToGroup(name, 'pool-support');
  const admin = await running().signedIn('admin');
  const reply = await admin.post(pathOf(name, 'resend-invitation'), {}, json);
  expect(outcomeOf(reply)).toEqual([409, 'not_invited']);
});
