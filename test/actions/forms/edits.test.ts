import {
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  GetGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { formOf, problemOf } from '../../helpers/form.ts';
import { withAttribute } from '../../helpers/html.ts';
import { consoleWithOddValues, oddValues } from '../../helpers/odd-values.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });
const people = () => peopleOf(running());

const edit = (username: string) => `/pools/sandbox/users/${username}/actions/edit-attributes`;
const json = { accept: 'application/json' };

/** A change behind the console's back. */
function setAttributes(Username: string, attributes: Record<string, string>) {
  return running().cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: running().sandbox.userPoolId,
      Username,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
}

const errorAt = (body: string, field: string): string =>
  withAttribute(body, 'id', `field-${field}-error`)[0]?.text.trim() ?? '';

describe('The form of attributes, while somebody else changes them', () => {
  it('leaves alone what was not touched in it', async () => {
    const admin = await running().signedIn('admin');
    const username = await people().confirmed({ name: 'Old', nickname: 'Al' });
    const form = formOf(await admin.get(edit(username)));
    await setAttributes(username, {
      email: `new-${username}@example.com`,
      email_verified: 'false',
      name: 'Newer',
      nickname: '',
      'custom:plan': 'pro',
    });
    const saved = await admin.post(edit(username), { ...form, 'attribute:given_name': 'Alice' });
    expect(saved.status).toBe(303);
    const attributes = await people().attributes(username);
    expect(attributes).toMatchObject({
      email: `new-${username}@example.com`,
      email_verified: 'false',
      name: 'Newer',
      given_name: 'Alice',
      'custom:plan': 'pro',
    });
    expect(attributes).not.toHaveProperty('nickname');
    const audit = await admin.get(`/pools/sandbox/audit?target=${username}&outcome=succeeded`);
    expect(audit.text).toContain('given_name: Alice');
    expect(audit.text).not.toContain(`email: ${username}@example.com`);
  });

  it('is refused where both changed the same, and says what stands there now', async () => {
    const admin = await running().signedIn('admin');
    const username = await people().confirmed({ name: 'Old' });
    const form = formOf(await admin.get(edit(username)));
    await setAttributes(username, { name: 'Theirs', 'custom:plan': 'pro' });
    const typed = { ...form, 'attribute:name': 'Mine', 'attribute:nickname': 'Me' };
    const asProgram = await admin.post(edit(username), typed, json);
    expect(asProgram.status).toBe(409);
    expect(JSON.parse(asProgram.body)).toMatchObject({
      error: { code: 'changed_meanwhile', fields: { 'attribute:name': expect.any(String) } },
    });
    const refused = await admin.post(edit(username), typed);
    expect(refused.status).toBe(409);
    expect(problemOf(refused)).toContain('has changed since this form was opened');
    expect(errorAt(refused.body, 'attribute:name')).toContain('changed to “Theirs” meanwhile');
    expect(await people().attributes(username)).toMatchObject({ name: 'Theirs' });
    const again = formOf(refused);
    expect(again).toMatchObject({
      'attribute:name': 'Mine',
      'attribute:nickname': 'Me',
      'attribute:custom:plan': 'pro',
    });
    expect((await admin.post(edit(username), again)).status).toBe(303);
    expect(await people().attributes(username)).toMatchObject({
      name: 'Mine',
      nickname: 'Me',
      'custom:plan': 'pro',
    });
  });

  it('is saved where both made the same change', async () => {
    const admin = await running().signedIn('admin');
    const username = await people().confirmed({ name: 'Old' });
    const form = formOf(await admin.get(edit(username)));
    await setAttributes(username, { name: 'New' });
    const saved = await admin.post(edit(username), { ...form, 'attribute:name': 'New' });
    expect(saved.status).toBe(303);
  });

  it('marks no address as verified but the one that it showed', async () => {
    const admin = await running().signedIn('admin');
    const username = await people().confirmed({ email_verified: 'false' });
    const form = formOf(await admin.get(edit(username)));
    await setAttributes(username, { email: `thief-${username}@example.com` });
    const refused = await admin.post(edit(username), { ...form, email_verified: 'true' });
    expect(refused.status).toBe(409);
    expect(errorAt(refused.body, 'email_verified')).toContain('address');
    expect(await people().attributes(username)).toMatchObject({ email_verified: 'false' });
    expect(formOf(refused)).not.toHaveProperty('email_verified');
    const confirmed = { ...formOf(refused), email_verified: 'true' };
    expect((await admin.post(edit(username), confirmed)).status).toBe(303);
    const audit = await admin.get(`/pools/sandbox/audit?target=${username}&outcome=succeeded`);
    expect(audit.text).toContain(`address: thief-${username}@example.com`);
  });

  it('takes a verified flag away only when the box was unticked in it', async () => {
    const admin = await running().signedIn('admin');
    const username = await people().confirmed();
    const form = formOf(await admin.get(edit(username)));
    await admin.post(edit(username), { ...form, 'attribute:name': 'A' });
    expect(await people().attributes(username)).toMatchObject({ email_verified: 'true' });
    await admin.post(edit(username), { 'attribute:name': 'From a program' });
    expect(await people().attributes(username)).toMatchObject({ email_verified: 'true' });
    const { email_verified: _, ...unticked } = formOf(await admin.get(edit(username)));
    await admin.post(edit(username), unticked);
    expect(await people().attributes(username)).toMatchObject({ email_verified: 'false' });
  });
});

describe('A changed address in the form of attributes', () => {
  it('does not become verified by the box that was ticked for the former one', async () => {
    const admin = await running().signedIn('admin');
    const username = await people().confirmed();
    const form = formOf(await admin.get(edit(username)));
    expect(form.email_verified).toBe('true');
    const email = `new-${username}@example.com`;
    const saved = await admin.post(edit(username), { ...form, 'attribute:email': email });
    expect(saved.status).toBe(303);
    expect(await people().attributes(username)).toMatchObject({ email, email_verified: 'false' });
  });

  it('becomes verified by the box for it, which says nothing of an address that stays', async () => {
    const admin = await running().signedIn('admin');
    const username = await people().confirmed();
    const form = formOf(await admin.get(edit(username)));
    expect(form).not.toHaveProperty('new_email_verified');
    const email = `new-${username}@example.com`;
    const fields = { ...form, 'attribute:email': email, new_email_verified: 'true' };
    expect((await admin.post(edit(username), fields)).status).toBe(303);
    expect(await people().attributes(username)).toMatchObject({ email, email_verified: 'true' });

    const { email_verified: _, ...unticked } = formOf(await admin.get(edit(username)));
    await admin.post(edit(username), { ...unticked, new_email_verified: 'true' });
    expect(await people().attributes(username)).toMatchObject({ email, email_verified: 'false' });
    const [box] = withAttribute(
      (await admin.get(edit(username))).body,
      'name',
      'new_email_verified',
    );
    expect(box).toBeUndefined();
  });

  it('becomes verified by a box that was not ticked before, or by the word of a program', async () => {
    const admin = await running().signedIn('admin');
    const username = await people().confirmed({ email_verified: 'false' });
    const form = formOf(await admin.get(edit(username)));
    for (const fields of [form, {}]) {
      const email = `new-${Object.keys(fields).length}-${username}@example.com`;
      const typed = { ...fields, 'attribute:email': email, email_verified: 'true' };
      expect((await admin.post(edit(username), typed)).status).toBe(303);
      expect(await people().attributes(username)).toMatchObject({ email, email_verified: 'true' });
    }
  });
});

describe('The form of attributes', () => {
  const texts = [
    'one\ntwo',
    'one\r\ntwo\r\n',
    '\nfirst line empty',
    '  blanks at both ends ',
    'left‎to​right',
    '=1+1 <b>"\'&amp;',
  ];

  it.each(texts)('keeps %j as it is when something else is changed', async (text) => {
    const admin = await running().signedIn('admin');
    const username = await people().confirmed({ 'custom:department': text });
    const form = formOf(await admin.get(edit(username)));
    const saved = await admin.post(edit(username), { ...form, 'attribute:name': 'Other' });
    expect(saved.status).toBe(303);
    expect(await people().attributes(username)).toMatchObject({
      name: 'Other',
      'custom:department': text,
    });
  });

  it('keeps and changes a text of many lines', async () => {
    const admin = await running().signedIn('admin');
    const address = 'A street of many lines\n'.repeat(80);
    const username = await people().confirmed({ address });
    const form = formOf(await admin.get(edit(username)));
    await admin.post(edit(username), { ...form, 'attribute:name': 'Other' });
    expect(await people().attributes(username)).toMatchObject({ name: 'Other', address });
    const changed = `First ${form['attribute:address']}`;
    await admin.post(edit(username), { ...form, 'attribute:address': changed });
    expect(await people().attributes(username)).toMatchObject({ address: `First ${address}` });
    const late = await admin.post(edit(username), { ...form, 'attribute:address': 'x' });
    expect(late.status).toBe(409);
  });

  it.each([
    ['one\ntwo', 'one\r\ntwo\r\nthree', 'one\ntwo\nthree'],
    ['one\r\ntwo', 'one\r\ntwo\r\nthree', 'one\r\ntwo\r\nthree'],
    [' kept', ' kept and more ', ' kept and more'],
    ['plain', '  typed blanks ', 'typed blanks'],
  ])('stores %j changed to %j as %j', async (stored, typed, expected) => {
    const admin = await running().signedIn('admin');
    const username = await people().confirmed({ 'custom:department': stored });
    const form = formOf(await admin.get(edit(username)));
    await admin.post(edit(username), { ...form, 'attribute:custom:department': typed });
    expect(await people().attributes(username)).toMatchObject({ 'custom:department': expected });
  });

  it('can be saved beside values that the pool would refuse, and leaves them as they are', async () => {
    const odd = await consoleWithOddValues();
    const username = await peopleOf(odd).confirmed();
    odd.store(username, oddValues);
    const admin = await odd.signedIn('admin');
    const form = formOf(await admin.get(edit(username)));
    const saved = await admin.post(edit(username), { ...form, 'attribute:nickname': 'Odd' });
    expect(saved.status).toBe(303);
    expect(await peopleOf(odd).attributes(username)).toMatchObject({
      ...oddValues,
      nickname: 'Odd',
    });
    const program = await admin.post(edit(username), {
      'attribute:nickname': 'Even',
      'attribute:birthdate': oddValues.birthdate,
    });
    expect(program.status).toBe(303);
    const touched = await admin.post(edit(username), {
      ...form,
      'attribute:birthdate': '1.1.2000',
    });
    expect(touched.status).toBe(422);
    expect(errorAt(touched.body, 'attribute:birthdate')).toBe('Write the date as YYYY-MM-DD.');
  });
});

describe('The form of a group', () => {
  const roleArn = 'arn:aws:iam::123456789012:role/readers';
  const path = (name: string) => `/pools/sandbox/groups/${name}/actions/edit`;
  const named = (GroupName: string) => ({ UserPoolId: running().sandbox.userPoolId, GroupName });
  const groupInPool = async (name: string) =>
    (await running().cognito.send(new GetGroupCommand(named(name)))).Group;

  async function group(name: string) {
    await running().cognito.send(
      new CreateGroupCommand({
        ...named(name),
        Description: 'First\nsecond ',
        Precedence: 5,
        RoleArn: roleArn,
      }),
    );
    const admin = await running().signedIn('admin');
    return { admin, form: formOf(await admin.get(path(name))) };
  }

  it('leaves alone what was changed elsewhere meanwhile', async () => {
    const { admin, form } = await group('race');
    await running().cognito.send(new UpdateGroupCommand({ ...named('race'), Precedence: 9 }));
    const saved = await admin.post(path('race'), { ...form, roleArn: `${roleArn}-2` });
    expect(saved.status).toBe(303);
    expect(await groupInPool('race')).toMatchObject({
      Description: 'First\nsecond ',
      Precedence: 9,
      RoleArn: `${roleArn}-2`,
    });
    const refused = await admin.post(path('race'), { ...form, precedence: '7' });
    expect(refused.status).toBe(409);
    expect(errorAt(refused.body, 'precedence')).toContain('changed to “9” meanwhile');
    expect((await admin.post(path('race'), formOf(refused))).status).toBe(303);
    expect(await groupInPool('race')).toMatchObject({ Precedence: 7 });
  });

  it.each([
    ['roleArn', 'Cognito cannot take the role away from a group.'],
    ['precedence', 'Cognito cannot take the precedence away from a group.'],
  ])('says that the %s cannot be emptied, and changes nothing', async (field, sentence) => {
    const name = `emptied-${field}`;
    const { admin, form } = await group(name);
    const refused = await admin.post(path(name), { ...form, description: 'New', [field]: '' });
    expect(refused.status).toBe(422);
    expect(errorAt(refused.body, field)).toContain(sentence);
    expect(await groupInPool(name)).toMatchObject({
      Description: 'First\nsecond ',
      Precedence: 5,
      RoleArn: roleArn,
    });
  });

  it('empties the description', async () => {
    const { admin, form } = await group('emptied');
    expect((await admin.post(path('emptied'), { ...form, description: '' })).status).toBe(303);
    expect((await groupInPool('emptied'))?.Description ?? '').toBe('');
    expect(await groupInPool('emptied')).toMatchObject({ Precedence: 5, RoleArn: roleArn });
  });
});
