import { describe, expect, it } from 'vitest';
import { apiForTests } from '../../helpers/api.ts';
import { peopleOf } from '../../helpers/people.ts';

const api = apiForTests();

/** Posts text as it is, which `fetch` with an object could not. */
const post = (path: string, body: string, type = 'application/json') =>
  api().ofPool('POST', path, { body, headers: { 'content-type': type } });

const problem = async (path: string, body: string, type?: string) => {
  const { status, body: answer } = await post(path, body, type);
  return [status, answer.code];
};

describe('A body that is not one JSON object', () => {
  const malformed: readonly (readonly [string, string])[] = [
    ['no JSON', '{"reason": '],
    ['a list', '[]'],
    ['a string', '"disable"'],
    ['null', 'null'],
    ['two objects', '{}{}'],
    ['a member twice', '{"reason": "a", "reason": "b"}'],
    ['the same member with the same value twice', '{"reason": "a", "reason": "a"}'],
    ['a member twice, once escaped', '{"reason": "a", "re\\u0061son": "b"}'],
    ['a member twice deeper down', '{"attributes": {"name": "a", "name": "b"}}'],
    ['__proto__', '{"__proto__": {"reason": "a"}}'],
    ['constructor, deeper down', '{"attributes": {"constructor": "a"}}'],
    ['a thousand levels', `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`],
    ['a hundred thousand levels', '['.repeat(100_000)],
    ['a number past the safe integers', '{"precedence": 9007199254740993}'],
    ['a number past all numbers', '{"precedence": 1e400}'],
    ['half a surrogate pair', '{"reason": "\\ud800"}'],
    ['a comment', '{/* none */}'],
    ['NaN', '{"precedence": NaN}'],
  ];
  it.each(malformed)('is 400: %s', async (_what, body) => {
    expect(await problem('/users/admin/disable', body)).toEqual([400, 'malformed_request']);
  });

  it('is 400 with broken UTF-8', async () => {
    const token = await api().tokenOf('admin');
    const response = await fetch(`${api().base}/pools/sandbox/users/admin/disable`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: Buffer.from([...Buffer.from('{"reason":"'), 0xc3, 0x28, ...Buffer.from('"}')]),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'malformed_request' });
  });

  it('is 413 past 256 KB, and 415 as another media type', async () => {
    const large = JSON.stringify({ reason: 'x'.repeat(1024 * 1024) });
    expect(await problem('/users/admin/disable', large)).toEqual([413, 'body_too_large']);
    for (const type of ['text/plain', 'application/jsonp', 'application/x-www-form-urlencoded']) {
      const answer = await problem('/users/admin/disable', '{}', type);
      expect([type, ...answer]).toEqual([type, 415, 'unsupported_media_type']);
    }
  });
});

describe('The members of a body', () => {
  it('are text where a string is asked for, and colons and quotes in it are no members', async () => {
    const user = await peopleOf(api().running).confirmed();
    const name = '{"a": "b\\\\", "a": [1]} \\" : :';
    const edited = await post(
      `/users/${user}/edit-attributes`,
      JSON.stringify({ attributes: { name } }),
    );
    expect(edited.status).toBe(200);
    expect(edited.body.user.attributes.name).toBe(name);
  });

  const wrong: readonly (readonly [string, string, unknown, readonly string[]])[] = [
    ['an unknown member', 'disable', { reasons: 'a' }, ['reasons']],
    [
      'an unknown attribute',
      'edit-attributes',
      { attributes: { toString: 'a' } },
      ['attributes.toString'],
    ],
    [
      'attributes where there are none',
      'disable',
      { attributes: { name: 'a' } },
      ['attributes.name'],
    ],
    ['attributes that are a list', 'edit-attributes', { attributes: ['name'] }, ['attributes']],
    ['the name of a form field', 'edit-attributes', { 'attribute:name': 'a' }, ['attribute:name']],
    ['what a form had shown', 'disable', { 'shown:sub': 'a' }, ['shown:sub']],
    ['a number for a string', 'edit-attributes', { attributes: { name: 1 } }, ['attributes.name']],
    ['null for a string', 'edit-attributes', { attributes: { name: null } }, ['attributes.name']],
    [
      'an object for a string',
      'edit-attributes',
      { attributes: { name: { toString: 1 } } },
      ['attributes.name'],
    ],
    ['a list for a string', 'add-to-group', { group: ['editors'] }, ['group']],
    ['a string for a boolean', 'edit-attributes', { email_verified: 'true' }, ['email_verified']],
    [
      'a boolean as an attribute',
      'edit-attributes',
      { attributes: { email_verified: 'true' } },
      ['attributes.email_verified'],
    ],
    ['a number as reason', 'disable', { reason: 7 }, ['reason']],
    ['a reason of 501 characters', 'disable', { reason: 'x'.repeat(501) }, ['reason']],
    [
      'a confirmation that is not asked for',
      'disable',
      { confirmation: 'admin' },
      ['confirmation'],
    ],
    ['several at once', 'add-to-group', { group: 1, grup: 'editors' }, ['group', 'grup']],
    ['a missing one', 'add-to-group', {}, ['group']],
    ['a missing confirmation', 'delete', {}, ['confirmation']],
    ['the confirmation of another name', 'delete', { confirmation: 'Admin' }, ['confirmation']],
    [
      'a switch that would be off',
      'set-mfa',
      { SMS_MFA: true, preferred: 'none' },
      ['EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'],
    ],
    [
      'an attribute of a wrong form',
      'edit-attributes',
      { attributes: { email: 'none' } },
      ['attributes.email'],
    ],
  ];
  it.each(wrong)(
    'are named in `fields` when they are wrong: %s',
    async (_what, verb, body, fields) => {
      const user = await peopleOf(api().running).confirmed();
      const answer = await api().ofPool('POST', `/users/${user}/${verb}`, { body });
      expect([answer.status, answer.body.code]).toEqual([422, 'invalid_input']);
      expect(Object.keys(answer.body.fields).toSorted()).toEqual(fields);
      const dry = await api().ofPool('POST', `/users/${user}/${verb}?dryRun=true`, { body });
      expect(dry.body).toEqual({ ...answer.body, requestId: dry.body.requestId });
    },
  );

  it('of a group are typed, too', async () => {
    const body = { name: 'one word', precedence: '7', roleArn: 7 };
    const answer = await api().ofPool('POST', '/groups', { body });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid_input']);
    expect(Object.keys(answer.body.fields).toSorted()).toEqual(['name', 'precedence', 'roleArn']);
  });

  it('may be left out together with the body where nothing is asked for', async () => {
    const people = peopleOf(api().running);
    for (const body of [undefined, '', '{}']) {
      const user = await people.confirmed();
      const answer = await api().ofPool('POST', `/users/${user}/disable`, { body });
      expect([answer.status, (await people.get(user)).Enabled]).toEqual([200, false]);
    }
  });
});

describe('The query of an action', () => {
  it.each(['dryrun=true', 'dryRun=yes', 'dryRun=true&dryRun=false', 'confirmation=a'])(
    'is refused before anything is done when it is not known: %s',
    async (query) => {
      const people = peopleOf(api().running);
      const user = await people.confirmed();
      const answer = await api().ofPool('POST', `/users/${user}/disable?${query}`, { body: {} });
      expect([answer.status, answer.body.code]).toEqual([422, 'invalid_input']);
      expect((await people.get(user)).Enabled).toBe(true);
    },
  );
});

describe('The user of an action', () => {
  it('is named by username, sub, or an alias that one user has', async () => {
    const people = peopleOf(api().running);
    const [ada, bob] = [await people.confirmed(), await people.confirmed()];
    const { sub } = await people.attributes(ada);
    const bySub = await api().ofPool('POST', `/users/${sub}/disable`);
    expect([bySub.status, bySub.body.user.username]).toEqual([200, ada]);
    const byEmail = await api().ofPool('POST', `/users/${bob}@example.com/disable`);
    expect([byEmail.status, byEmail.body.user.username]).toEqual([200, bob]);
    const dry = await api().ofPool('POST', `/users/${bob}@example.com/enable?dryRun=true`);
    expect([dry.status, dry.body.allowed]).toEqual([200, true]);
    const missing = await api().ofPool('POST', '/users/none@example.com/disable');
    expect([missing.status, missing.body.code]).toEqual([404, 'user_not_found']);
  });
});
