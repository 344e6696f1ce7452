import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const path = '/pools/sandbox/actions/create-user';
const freshName = () => `new-${randomUUID().slice(0, 8)}`;

it('offers a form made from the schema of the pool', async () => {
  const admin = await running().signedIn('admin');
  const form = await admin.get(path);
  expect(form.status).toBe(200);
  for (const field of ['username', 'attribute:email', 'attribute:custom:tenant', 'invitation']) {
    expect(form.body).toContain(`name="${field}"`);
  }
});

it('invites by e-mail, with a temporary password that is made up', async () => {
  const admin = await running().signedIn('admin');
  const people = peopleOf(running());
  const username = freshName();
  const posted = await admin.post(path, {
    username,
    'attribute:email': `${username}@example.com`,
    'attribute:custom:tenant': 'acme',
    email_verified: 'true',
    invitation: 'EMAIL',
  });
  expect(posted.headers.get('location')).toMatch(
    new RegExp(`^/pools/sandbox/users/${username}\\?done=\\d+$`),
  );
  expect((await people.get(username)).UserStatus).toBe('FORCE_CHANGE_PASSWORD');
  expect(await people.attributes(username)).toMatchObject({
    email_verified: 'true',
    'custom:tenant': 'acme',
  });
  const page = await admin.get(posted.headers.get('location') ?? '');
  expect(page.text).toContain(`${username} was created and invited.`);
  expect(page.text).toContain('Create user');
});

it('creates with a given temporary password and sends nothing', async () => {
  const admin = await running().signedIn('admin');
  const username = freshName();
  const silent = await admin.post(path, { username, invitation: 'none' });
  expect(silent.status).toBe(422);
  expect(silent.text).toContain('you must give a temporary password');
  const weak = await admin.post(path, { username, invitation: 'none', temporaryPassword: 'weak' });
  expect(weak.text).toContain('The password is too weak.');

  const posted = await admin.post(path, {
    username,
    invitation: 'none',
    temporaryPassword: 'Given-1234',
  });
  expect(posted.status).toBe(303);
  const client = running().client();
  const signIn = await client.post('/sign-in', { username, password: 'Given-1234' });
  expect(signIn.headers.get('location')).toContain('/sign-in/new-password');
});

it('brings back what was typed, with the message beside its field', async () => {
  const admin = await running().signedIn('admin');
  const wrong = await admin.post(path, {
    username: '',
    'attribute:name': 'Ünï "quoted" <b>',
    'attribute:email': 'nonsense',
    invitation: 'EMAIL',
  });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('Username is required.');
  expect(wrong.text).toContain('Write the e-mail address as name@example.com.');
  expect(wrong.body).toContain('value="Ünï &quot;quoted&quot; &lt;b&gt;"');
});

it('explains an invitation that could not arrive', async () => {
  const admin = await running().signedIn('admin');
  const reply = await admin.post(path, { username: freshName(), invitation: 'SMS' });
  expect(reply.status).toBe(422);
  expect(reply.text).toContain('needs a phone number');
});

it('tells that the username or the e-mail is taken', async () => {
  const admin = await running().signedIn('admin');
  const taken = await admin.post(path, {
    username: 'admin',
    invitation: 'none',
    temporaryPassword: 'Given-1234',
  });
  expect(taken.status).toBe(409);
  expect(taken.text).toMatch(/exists|taken/i);
});
