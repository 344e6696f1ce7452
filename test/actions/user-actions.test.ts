import { expect, it } from 'vitest';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();

const path = (username: string, action: string) =>
  `/pools/sandbox/users/${encodeURIComponent(username)}/actions/${action}`;

it('disables a user, says so, offers to undo it and keeps it in the audit', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const username = await people.confirmed();

  const form = await admin.get(path(username, 'disable'));
  expect(form.status).toBe(200);
  expect(form.text).toContain('cannot sign in any more');

  const posted = await admin.post(path(username, 'disable'));
  expect(posted.status).toBe(303);
  expect((await people.get(username)).Enabled).toBe(false);

  const page = await admin.get(posted.headers.get('location') ?? '');
  expect(page.text).toContain(`${username} was disabled and signed out.`);
  expect(page.text).toContain('Undo: enable');
  expect(page.text).toContain('Disable user');
  expect(page.text).toContain('Succeeded');

  const again = await admin.post(path(username, 'disable'));
  expect(again.status).toBe(409);
  expect(again.text).toContain('disabled already');

  const undone = await admin.post(path(username, 'enable'));
  expect(undone.status).toBe(303);
  expect((await people.get(username)).Enabled).toBe(true);
});

it('deletes only after the username was typed', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const username = await people.confirmed();

  const untyped = await admin.post(path(username, 'delete'), { confirmation: 'someone' });
  expect(untyped.status).toBe(422);
  expect(untyped.text).toContain(`Type ${username} to confirm.`);
  expect((await people.get(username)).Enabled).toBe(true);

  const typed = await admin.post(path(username, 'delete'), { confirmation: username });
  expect(typed.headers.get('location')).toMatch(/^\/pools\/sandbox\/users\?done=\d+$/);
  await expect(people.get(username)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  expect((await admin.get(`/pools/sandbox/users/${username}`)).status).toBe(404);
});

it('confirms an unconfirmed user and marks the e-mail as verified with it', async () => {
  const people = peopleOf(running());
  const support = await running().signedIn('support');
  const username = await people.unconfirmed();
  const posted = await support.post(path(username, 'confirm'), { markVerified: 'true' });
  expect(posted.status).toBe(303);
  expect((await people.get(username)).UserStatus).toBe('CONFIRMED');
  expect(await people.attributes(username)).toMatchObject({ email_verified: 'true' });
});

it('resets the password of a user with a verified contact', async () => {
  const people = peopleOf(running());
  const support = await running().signedIn('support');
  const username = await people.confirmed();
  expect((await support.post(path(username, 'reset-password'))).status).toBe(303);
  expect((await people.get(username)).UserStatus).toBe('RESET_REQUIRED');
});

it('refuses what would fail, and names what to do instead', async () => {
  const people = peopleOf(running());
  const support = await running().signedIn('support');
  const invited = await people.invited();
  const unconfirmed = await people.unconfirmed();
  const unreachable = await people.confirmed({ email_verified: 'false' });
  const silent = await people.invited({ email: '', email_verified: '' });
  const disabled = await people.confirmed();
  await people.disable(disabled);
  const answers = [
    [invited, 'reset-password', 'Resend the invitation instead'],
    [unconfirmed, 'reset-password', 'Confirm the user first'],
    [disabled, 'reset-password', 'Enable the user first'],
    [unreachable, 'reset-password', 'Mark a contact as verified first'],
    [invited, 'confirm', 'Resend the invitation instead'],
    [unreachable, 'resend-invitation', 'Reset the password instead'],
    [silent, 'resend-invitation', 'no e-mail address or phone number'],
    [silent, 'verify-contact', 'Add one first'],
    [invited, 'verify-contact', 'verified already'],
  ] as const;
  for (const [username, action, sentence] of answers) {
    const form = await support.get(path(username, action));
    expect(form.text).toContain(sentence);
    const reply = await support.post(path(username, action), { contact: 'email' });
    expect([action, reply.status]).toEqual([action, 409]);
    expect(reply.text).toContain(sentence);
  }
});

it('marks a contact as verified, so that a reset works afterwards', async () => {
  const people = peopleOf(running());
  const support = await running().signedIn('support');
  const username = await people.confirmed({ email_verified: 'false' });
  const missing = await support.post(path(username, 'verify-contact'), { contact: 'pigeon' });
  expect(missing.status).toBe(422);
  expect(missing.text).toContain('Choose one of the contacts.');
  await support.post(path(username, 'verify-contact'), { contact: 'email' });
  expect((await support.post(path(username, 'reset-password'))).status).toBe(303);
});

it('resends an invitation', async () => {
  const people = peopleOf(running());
  const support = await running().signedIn('support');
  const username = await people.invited();
  const posted = await support.post(path(username, 'resend-invitation'));
  expect(posted.status).toBe(303);
  const page = await support.get(posted.headers.get('location') ?? '');
  expect(page.text).toContain(`A new invitation was sent to ${username}.`);
});

it('sets a temporary or a permanent password, and never writes it down', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const username = await people.confirmed();
  const secret = 'Tr1cky-"<Secret>"';

  const weak = await admin.post(path(username, 'set-password'), { password: 'weak' });
  expect(weak.status).toBe(422);
  expect(weak.text).toContain('The password is too weak. At least 8 characters');
  expect(weak.body).not.toContain('value="weak"');

  await admin.post(path(username, 'set-password'), { password: secret });
  expect((await people.get(username)).UserStatus).toBe('FORCE_CHANGE_PASSWORD');
  await admin.post(path(username, 'set-password'), { password: secret, isPermanent: 'true' });
  expect((await people.get(username)).UserStatus).toBe('CONFIRMED');

  const audit = await admin.get(`/pools/sandbox/audit?target=${username}`);
  expect(audit.text).toContain('Set password');
  expect(audit.body).not.toContain('Tr1cky');
});

it('edits only what was changed, removes what was emptied, and keeps what was typed', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const username = await people.confirmed({ name: 'Old', nickname: 'gone', 'custom:plan': 'pro' });

  const wrong = await admin.post(path(username, 'edit-attributes'), {
    'attribute:name': '"><b>O\'Brien',
    'attribute:email': 'not an address',
    'attribute:phone_number': '12345',
  });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('Write the e-mail address as name@example.com.');
  expect(wrong.text).toContain('Write the phone number with its country code');
  expect(wrong.body).toContain('&quot;&gt;&lt;b&gt;O&#39;Brien');

  const posted = await admin.post(path(username, 'edit-attributes'), {
    'attribute:name': 'New <Name>',
    'attribute:nickname': '',
    'attribute:email': `${username}@example.com`,
    email_verified: 'true',
    'attribute:phone_number': '+15551234567',
  });
  expect(posted.status).toBe(303);
  const attributes = await people.attributes(username);
  expect(attributes).toMatchObject({
    name: 'New <Name>',
    email_verified: 'true',
    phone_number: '+15551234567',
    phone_number_verified: 'false',
    'custom:plan': 'pro',
  });
  expect(attributes).not.toHaveProperty('nickname');
});

it('says a changed e-mail is unverified unless the operator vouches for it', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const username = await people.confirmed();
  const email = `new-${username}@example.com`;
  await admin.post(path(username, 'edit-attributes'), { 'attribute:email': email });
  expect(await people.attributes(username)).toMatchObject({ email, email_verified: 'false' });
});

it('adds to a group and removes from it', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const username = await people.confirmed();
  const form = await admin.get(path(username, 'add-to-group'));
  expect(form.text).toContain('editors');

  const added = await admin.post(path(username, 'add-to-group'), { group: 'editors' });
  expect(await people.groups(username)).toEqual(['editors']);
  const page = await admin.get(added.headers.get('location') ?? '');
  expect(page.text).toContain(`${username} is now a member of editors.`);
  expect(page.body).toContain('remove-from-group?group=editors');

  await admin.post(path(username, 'remove-from-group'), { group: 'editors' });
  expect(await people.groups(username)).toEqual([]);
  const unknown = await admin.post(path(username, 'add-to-group'), { group: 'no-such' });
  expect(unknown.status).toBe(404);
  expect(unknown.text).toContain('group');
});

it('signs a user out everywhere', async () => {
  const people = peopleOf(running());
  const support = await running().signedIn('support');
  const username = await people.confirmed();
  const posted = await support.post(path(username, 'sign-out'));
  const page = await support.get(posted.headers.get('location') ?? '');
  expect(page.text).toContain(`${username} was signed out everywhere.`);
});

it('answers an unknown user by 404, whatever is asked of them', async () => {
  const admin = await running().signedIn('admin');
  for (const action of ['disable', 'delete', 'edit-attributes', 'add-to-group']) {
    expect((await admin.get(path('nobody', action))).status).toBe(404);
    expect((await admin.post(path('nobody', action), {})).status).toBe(404);
  }
});

it.each(['a/b', "O'Brien", 'x"y<z>', 'ü-名前', 'per%cent', 'dot.dot'])(
  'reaches a user named %s',
  async (name) => {
    const people = peopleOf(running());
    const admin = await running().signedIn('admin');
    const username = await people.confirmed({ email: '', email_verified: '' }, name);
    const page = await admin.get(`/pools/sandbox/users/${encodeURIComponent(username)}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain(name);
    const posted = await admin.post(path(username, 'disable'));
    const after = await admin.get(posted.headers.get('location') ?? '');
    expect(after.text).toContain(`${name} was disabled and signed out.`);
  },
);

it('answers htmx with the form alone, and sends it on when it is done', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const username = await people.confirmed();
  const partial = { 'hx-request': 'true', 'hx-request-type': 'partial' };
  const form = await admin.get(path(username, 'disable'), partial);
  expect(form.body).not.toContain('<html');
  expect(form.body).toContain('<form');
  expect(form.headers.get('vary')).toContain('HX-Request-Type');
  const done = await admin.post(path(username, 'disable'), {}, partial);
  expect(done.status).toBe(200);
  expect(done.headers.get('hx-redirect')).toMatch(/\/users\/user-\w+\?done=\d+$/);
});
