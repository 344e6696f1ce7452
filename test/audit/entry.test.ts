import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import type { ConsoleClient, Reply } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ aliases: ['sandbox', 'other'] });
const audit = '/pools/sandbox/audit';

/** Follows the first entry of a filtered list. */
async function openEntry(client: ConsoleClient, query: string): Promise<Reply> {
  const list = await client.get(`${audit}?${query}`);
  const href = /href="(\/pools\/sandbox\/audit\/\d+)"/.exec(list.body)?.[1] ?? 'none';
  return client.get(href);
}

describe('The page of an entry', () => {
  it('tells who, what, why, from where, and how each part of it ended', async () => {
    const username = await peopleOf(running()).confirmed();
    const admin = await running().signedIn('admin');
    const { status } = await admin.request(
      'POST',
      `/pools/sandbox/users/${username}/actions/lockdown`,
      {
        headers: {
          'user-agent': 'Browser <of> the test',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ confirmation: username, reason: 'stolen' }).toString(),
      },
    );
    expect(status).toBe(303);
    const { text } = await openEntry(await running().signedIn('auditor'), `target=${username}`);
    const { sub } = await peopleOf(running()).attributes(username);
    expect(text).toMatch(/Lock down user Succeeded Entry \d+, just now/);
    expect(text).toContain(`User ${username} User id ${sub} Reason stolen`);
    expect(text).toMatch(/Operator admin Role admin User id [0-9a-f-]{36} Address 127\.0\.0\.1/);
    expect(text).toMatch(/Browser Browser <of> the test Session [0-9a-f]{16}/);
    expect(text).toMatch(/Disable user Done \d+ ms/);
    expect(text).toMatch(/Forget devices Done \d+ ms/);
    expect(text).toMatch(/Took \d+ ms/);
  });

  it('tells what the pool answered, under the number that AWS knows it by', async () => {
    const username = await peopleOf(running()).confirmed();
    const admin = await running().signedIn('admin');
    const add = `/pools/sandbox/users/${username}/actions/add-to-group`;
    await admin.post(add, { group: 'no-such-group' });
    const { text } = await openEntry(admin, `target=${username}`);
    expect(text).toContain('Add to group Failed');
    expect(text).toContain('The pool has no such group.');
    expect(text).toContain('group no-such-group');
    expect(text).toMatch(/Error group_not_found AWS request [\w-]{36}/);
  });

  it('is found by the number of its outcome as well, which a verification may name', async () => {
    const username = await peopleOf(running()).confirmed();
    const admin = await running().signedIn('admin');
    await admin.post(`/pools/sandbox/users/${username}/actions/disable`);
    const { text } = await openEntry(admin, `target=${username}`);
    const number = Number(/Entry (\d+)/.exec(text)?.[1]);
    const reply = await admin.get(`${audit}/${number + 1}`);
    expect([reply.status, reply.headers.get('location')]).toEqual([303, `${audit}/${number}`]);
  });

  it('says from where somebody came to themselves and to whom sessions or exports are open', async () => {
    const username = await peopleOf(running()).confirmed();
    const [admin, support, auditor] = await Promise.all([
      running().signedIn('admin'),
      running().signedIn('support'),
      running().signedIn('auditor'),
    ]);
    await admin.post(`/pools/sandbox/users/${username}/actions/disable`);
    const query = `target=${username}&actionId=user.disable`;
    expect((await openEntry(auditor, query)).text).toContain('Address 127.0.0.1');
    expect((await openEntry(support, query)).text).not.toMatch(/Address|Browser|Session [0-9a-f]/);
    const own = await openEntry(support, 'operator=support&actionId=operator.sign-in');
    expect(own.text).toContain('Address 127.0.0.1');
  });

  it('is one of this pool, or of none', async () => {
    const admin = await running().signedIn('admin');
    await admin.post('/pools/other/users/auditor/actions/sign-out');
    const list = await admin.get('/pools/other/audit?actionId=user.sign-out');
    const number = /href="\/pools\/other\/audit\/(\d+)"/.exec(list.body)?.[1];
    expect((await admin.get(`/pools/other/audit/${number}`)).status).toBe(200);
    expect((await admin.get(`${audit}/${number}`)).status).toBe(404);
    const signIn = await openEntry(admin, 'actionId=operator.sign-in&operator=admin');
    expect(signIn.status).toBe(200);
  });

  it.each(['-1', '1.5', '99999999999', 'x', '1%20or%201=1'])('is none of %s', async (number) => {
    const admin = await running().signedIn('admin');
    expect((await admin.get(`${audit}/${number}`)).status).toBe(400);
    expect((await admin.get(`${audit}/999999999`)).text).toContain('has no entry 999999999');
  });

  it('shows hostile names as text', async () => {
    const { cognito, sandbox } = running();
    const username = '<img/src=x>';
    await cognito.send(
      new AdminCreateUserCommand({ UserPoolId: sandbox.userPoolId, Username: username }),
    );
    const admin = await running().signedIn('admin');
    await admin.post(`/pools/sandbox/users/${encodeURIComponent(username)}/actions/disable`);
    const { body, text } = await openEntry(admin, `target=${encodeURIComponent(username)}`);
    expect(body).not.toContain(username);
    expect(text).toContain(`User ${username}`);
  });
});

it('The list says that nobody had signed in when a sign-in failed', async () => {
  await running().client().post('/sign-in', { username: 'nobody', password: 'wrong' });
  const admin = await running().signedIn('admin');
  const query = 'actionId=operator.sign-in&outcome=failed';
  expect((await admin.get(`${audit}?${query}`)).text).toContain('Nobody yet Sign in');
  expect((await openEntry(admin, query)).text).toContain('Operator Nobody who had signed in');
});
