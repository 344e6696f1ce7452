import { CreateGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attributeField } from '../../server/actions/attributes/attribute-fields.ts';
import { actions } from '../../server/actions/registry.ts';
import { launchConsole, operatorPassword, type TestConsole } from '../helpers/console.ts';
import type { ConsoleClient, Reply } from '../helpers/console-client.ts';
import { withAttribute } from '../helpers/html.ts';
import { peopleOf } from '../helpers/people.ts';
import { choose, confirm } from '../jobs/world.ts';

const minute = 60_000;
const json = { accept: 'application/json' };
const roleArn = 'arn:aws:iam::123456789012:role/editors';
const email = attributeField('email');

let running: TestConsole;
/** Signed in longer ago than a sensitive action allows. */
let stale: ConsoleClient;
const clock = { ahead: 0 };

beforeAll(async () => {
  running = await launchConsole({
    sandbox: { users: 0 },
    now: () => new Date(Date.now() + clock.ahead),
  });
  const UserPoolId = running.sandbox.userPoolId;
  await running.cognito.send(
    new CreateGroupCommand({ UserPoolId, GroupName: 'with-role', RoleArn: roleArn, Precedence: 3 }),
  );
  await running.cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'editors' }));
  stale = await running.signedIn('admin');
  clock.ahead += 20 * minute;
});
afterAll(() => running.close());

const people = () => peopleOf(running);
const onUser = (name: string, verb: string) => `/pools/sandbox/users/${name}/actions/${verb}`;
const invited = () => people().invited({ email: '', email_verified: '' });
const confirmed = () => people().confirmed();
const unverified = () => people().confirmed({ email_verified: 'false' });

async function answerTo(path: string, fields: Record<string, string>): Promise<readonly unknown[]> {
  const { status, body } = await stale.post(path, fields, json);
  return status === 303 ? [303] : [status, JSON.parse(body).error.code];
}

type Case = readonly [
  words: string,
  verb: string,
  fields: Record<string, string>,
  make: () => Promise<string>,
];

/** Without these an edit would take the mark of the address away. */
const kept = { email_verified: 'on' };

const takingOver: readonly Case[] = [
  ['membership of the administrators', 'add-to-group', { group: 'pool-admins' }, confirmed],
  ['membership of support staff', 'add-to-group', { group: 'pool-support' }, confirmed],
  ['membership of the auditors', 'add-to-group', { group: 'pool-auditors' }, confirmed],
  ['membership of a group with an IAM role', 'add-to-group', { group: 'with-role' }, confirmed],
  [
    'another email address',
    'edit-attributes',
    { ...kept, [email]: 'thief@example.com' },
    confirmed,
  ],
  ['no email address', 'edit-attributes', { [email]: '' }, confirmed],
  [
    'another phone number',
    'edit-attributes',
    { ...kept, [attributeField('phone_number')]: '+15550100' },
    confirmed,
  ],
  [
    'a preferred username',
    'edit-attributes',
    { ...kept, [attributeField('preferred_username')]: 'x-1' },
    confirmed,
  ],
  ['a mark on an address', 'edit-attributes', { email_verified: 'on' }, unverified],
  ['a mark by the verb for it', 'verify-contact', { contact: 'email' }, unverified],
  ['a mark at the confirmation', 'confirm', { markVerified: 'on' }, () => people().unconfirmed()],
  ['several steps at once', 'mend', {}, unverified],
  ['the first contact', 'add-contact', { [email]: 'thief@example.com' }, invited],
  ['an identity', 'link-provider', { provider: 'Google', subject: 'thief' }, confirmed],
  ['no second factor', 'reset-mfa', {}, confirmed],
  ['other second factors', 'set-mfa', { EMAIL_OTP: 'on', preferred: 'none' }, confirmed],
  ['a password', 'set-password', { password: operatorPassword }, confirmed],
  ['trust in a sign-in', 'judge-sign-in', { event: 'x', whose: 'own' }, confirmed],
];

describe('With an old sign-in a person is not given', () => {
  it.each(takingOver)('%s: %s', async (_, verb, fields, make) => {
    const name = await make();
    const { UserLastModifiedDate } = await people().get(name);
    expect(await answerTo(onUser(name, verb), fields)).toEqual([403, 'recent_sign_in_required']);
    expect((await people().get(name)).UserLastModifiedDate).toEqual(UserLastModifiedDate);
    expect(await people().groups(name)).toEqual([]);
  });

  it('membership of an operator group, by the page of the group', async () => {
    const username = await people().confirmed();
    const path = '/pools/sandbox/groups/pool-admins/add-member';
    expect(await answerTo(path, { username })).toEqual([403, 'recent_sign_in_required']);
    expect(await people().groups(username)).toEqual([]);
  });

  it('membership of an operator group, by bulk work', async () => {
    const name = await people().confirmed();
    await running.noticed(name);
    const page = await choose(stale, { action: 'user.add-to-group', users: [name] });
    const refused = await confirm(stale, page, { group: 'pool-admins' });
    expect(refused.headers.get('location')).toMatch(/^\/sign-in\/again\?/);
    expect(await people().groups(name)).toEqual([]);
  });

  it('an unlinked identity', async () => {
    const name = await people().confirmed();
    const fresh = await running.signedIn('admin');
    const source = { provider: 'Google', subject: name };
    expect((await fresh.post(onUser(name, 'link-provider'), source)).status).toBe(303);
    expect(await answerTo(onUser(name, 'unlink-provider'), { identity: `Google/${name}` })).toEqual(
      [403, 'recent_sign_in_required'],
    );
  });

  it('an account with an address that is marked', async () => {
    const fields = {
      username: 'marked-at-once',
      [email]: 'marked@example.com',
      email_verified: 'on',
      invitation: 'EMAIL',
    };
    expect(await answerTo('/pools/sandbox/actions/create-user', fields)).toEqual([
      403,
      'recent_sign_in_required',
    ]);
  });
});

describe('With an old sign-in a group is not given', () => {
  it.each([
    ['a role when it is made', 'actions/create-group', { name: 'made-1', roleArn }],
    ['a role later', 'groups/editors/actions/edit', { roleArn }],
    ['another role', 'groups/with-role/actions/edit', { roleArn: `${roleArn}-2` }],
    ['another place among those with a role', 'groups/with-role/actions/edit', { precedence: '1' }],
  ])('%s', async (_, path, fields) => {
    expect(await answerTo(`/pools/sandbox/${path}`, fields)).toEqual([
      403,
      'recent_sign_in_required',
    ]);
  });
});

describe('With an old sign-in all else is done', () => {
  it.each<Case>([
    ['an ordinary group', 'add-to-group', { group: 'editors' }, confirmed],
    ['another name', 'edit-attributes', { ...kept, [attributeField('name')]: 'Ada' }, confirmed],
    ['a confirmation alone', 'confirm', {}, () => people().unconfirmed()],
    ['another code', 'reset-password', {}, confirmed],
    ['another invitation', 'resend-invitation', {}, () => people().invited()],
    ['a sign-out', 'sign-out', {}, confirmed],
    ['a halt', 'disable', {}, confirmed],
  ])('%s: %s', async (_, verb, fields, make) => {
    expect(await answerTo(onUser(await make(), verb), fields)).toEqual([303]);
  });

  it.each([
    ['actions/create-group', { name: 'plain-1' }],
    ['groups/editors/actions/edit', { description: 'Write' }],
    ['groups/with-role/actions/edit', { description: 'Write', roleArn, precedence: '3' }],
    [
      'actions/create-user',
      { username: 'unmarked', [email]: 'unmarked@example.com', invitation: 'EMAIL' },
    ],
  ])('%s', async (path, fields) => {
    expect(await answerTo(`/pools/sandbox/${path}`, fields)).toEqual([303]);
  });
});

describe('With an old sign-in nothing at all is done to an operator', () => {
  it.each<Case>([
    ...takingOver.filter(([, verb]) => !['mend', 'add-contact', 'confirm'].includes(verb)),
    ['an ordinary group', 'add-to-group', { group: 'editors' }, confirmed],
    ['another name', 'edit-attributes', { ...kept, [attributeField('name')]: 'Ada' }, confirmed],
    ['a confirmation alone', 'confirm', {}, () => people().unconfirmed()],
    ['another code', 'reset-password', {}, confirmed],
    ['another invitation', 'resend-invitation', {}, () => people().invited()],
    ['a sign-out', 'sign-out', {}, confirmed],
    ['a halt', 'disable', {}, confirmed],
    ['no group', 'remove-from-group', { group: 'pool-support' }, confirmed],
    ['no session', 'end-session', { session: 'x' }, confirmed],
    ['no device', 'forget-device', { device: 'x' }, confirmed],
    ['no trust', 'judge-sign-in', { event: 'x', whose: 'foreign' }, confirmed],
  ])('%s: %s', async (_, verb, fields, make) => {
    const name = await make();
    await people().addToGroup(name, 'pool-support');
    expect(await answerTo(onUser(name, verb), fields)).toEqual([403, 'recent_sign_in_required']);
    expect(await people().groups(name)).toEqual(['pool-support']);
  });

  it('not even a way back', async () => {
    const name = await people().confirmed();
    await people().addToGroup(name, 'pool-support');
    await people().disable(name);
    expect(await answerTo(onUser(name, 'enable'), {})).toEqual([403, 'recent_sign_in_required']);
  });
});

it('The form to add a member is as it was after signing in again', async () => {
  const username = await people().confirmed();
  const path = '/pools/sandbox/groups/pool-support/add-member';
  const refused = await stale.post(path, { username });
  const again = refused.headers.get('location') ?? '';
  expect(again).toMatch(/^\/sign-in\/again\?return_to=/);
  const returnTo = new URL(again, running.url).searchParams.get('return_to') ?? '';
  const client = await running.signedIn('admin');
  const form = await client.get(returnTo);
  expect(valueIn(form, 'username')).toBe(username);
  expect((await client.post(path, { username })).status).toBe(303);
  expect(await people().groups(username)).toEqual(['pool-support']);
});

const valueIn = (page: Reply, field: string): string | undefined =>
  withAttribute(page.body, 'name', field)[0]?.attributes.get('value');

describe('A required reason', () => {
  let strict: TestConsole;
  let admin: ConsoleClient;
  beforeAll(async () => {
    const environment = { REQUIRE_REASON: 'true' };
    strict = await launchConsole({ sandbox: { users: 0 }, environment });
    admin = await strict.signedIn('admin');
  });
  afterAll(() => strict.close());

  it('is asked for by a form that may need it, and only needed by what gives access', async () => {
    const name = await peopleOf(strict).confirmed();
    const path = onUser(name, 'edit-attributes');
    const [field] = withAttribute((await admin.get(path)).body, 'name', 'reason');
    expect(field?.attributes.has('required')).toBe(false);
    const harmless = { ...kept, [attributeField('name')]: 'Ada' };
    expect((await admin.post(path, harmless)).status).toBe(303);
    const changes = { ...kept, [email]: 'ada@example.com' };
    const refused = await admin.post(path, changes);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Say why this is done.');
    expect(valueIn(refused, email)).toBe('ada@example.com');
    expect((await admin.post(path, { ...changes, reason: 'Asked by mail' })).status).toBe(303);
  });

  it('is always needed by a form that always gives access', async () => {
    const name = await peopleOf(strict).confirmed();
    const [field] = withAttribute(
      (await admin.get(onUser(name, 'reset-mfa'))).body,
      'name',
      'reason',
    );
    expect(field?.attributes.has('required')).toBe(true);
    expect((await admin.post(onUser(name, 'reset-mfa'))).status).toBe(422);
  });

  it('is not asked for by a form that cannot', async () => {
    const name = await peopleOf(strict).confirmed();
    const form = await admin.get(onUser(name, 'sign-out'));
    expect(withAttribute(form.body, 'name', 'reason')).toEqual([]);
  });

  it('is needed for a member of an operator group, and kept', async () => {
    const username = await peopleOf(strict).confirmed();
    const path = '/pools/sandbox/groups/pool-auditors/add-member';
    const refused = await admin.post(path, { username });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Say why this is done.');
    expect((await admin.post(path, { username, reason: 'New auditor' })).status).toBe(303);
    const audit = await admin.get(`/pools/sandbox/audit?target=${username}`);
    expect(audit.text).toContain('New auditor');
  });
});

it('Every action says whether it can take over a person, and why not', () => {
  const harmless = actions.filter(({ takeover }) => takeover === 'never');
  expect(Object.fromEntries(harmless.map(({ id, harmless }) => [id, harmless]))).toEqual({
    'user.resend-invitation': 'The temporary password goes to the contact that the user has.',
    'user.reset-password': 'The code goes to a contact that was verified before.',
    'user.sign-out': 'It only ends sessions.',
    'user.end-session': 'It only ends a session.',
    'user.forget-device': 'The device must pass the second factor again.',
    'user.enable': 'Password, factors and contacts are the same as before.',
    'user.disable': 'It only takes access away.',
    'user.lockdown': 'It only takes access away.',
    'user.delete': 'It only takes access away.',
    'user.remove-from-group': 'It only takes away what the group allows.',
    'group.delete': 'It only takes away what the group allows.',
  });
  const byInput = actions.filter(({ takeover }) => takeover === 'sometimes').map(({ id }) => id);
  expect(byInput.sort()).toEqual([
    'group.create',
    'group.edit',
    'user.add-to-group',
    'user.confirm',
    'user.create',
    'user.edit-attributes',
    'user.judge-sign-in',
  ]);
});
