import { describe, expect, it } from 'vitest';
import { consoleForTest, operatorPassword } from '../../helpers/console.ts';
import type { ConsoleClient, Reply } from '../../helpers/console-client.ts';
import { formOf, problemOf } from '../../helpers/form.ts';
import { withAttribute } from '../../helpers/html.ts';
import { peopleOf } from '../../helpers/people.ts';
import { secondFactorsOf, totp } from '../../helpers/second-factors.ts';
import { Browser } from '../../sandbox/managed-login/browser.ts';

const minute = 60_000;

/** A console with a clock of the test's, and an administrator who signed in 20 minutes ago. */
async function longAtWork(
  options: Omit<NonNullable<Parameters<typeof consoleForTest>[0]>, 'now'> = {},
) {
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  // Managed login says when people signed in there, by the clock of the pool.
  const sources = options.managedLogin === undefined ? {} : { clock: now };
  const own = await consoleForTest({ sandbox: { users: 0 }, sources, ...options, now });
  const people = peopleOf(own);
  const name = await people.confirmed();
  await people.addToGroup(name, 'pool-admins');
  const client = await own.signedIn(name);
  clock.ahead += 20 * minute;
  const target = await people.confirmed();
  const page = (verb: string, who = target) => `/pools/sandbox/users/${who}/actions/${verb}`;
  return { clock, own, people, name, client, target, page };
}

const valueIn = (page: Reply, field: string): string | undefined =>
  withAttribute(page.body, 'name', field)[0]?.attributes.get('value');

/** Signs in again from where a refused form leads, and answers the page that this leads back to. */
async function provenAgain(client: ConsoleClient, refused: Reply): Promise<Reply> {
  const location = refused.headers.get('location') ?? '';
  expect(location).toMatch(/^\/sign-in\/again\?return_to=/);
  const form = await client.get(location);
  expect(form.status).toBe(200);
  const returnTo = valueIn(form, 'returnTo') ?? '';
  const reply = await client.post('/sign-in/again', { password: operatorPassword, returnTo });
  expect(reply.headers.get('location')).toBe(returnTo);
  return client.get(returnTo);
}

describe('something dangerous, long after signing in', () => {
  it('is done after signing in again, with what was typed still there', async () => {
    const { client, people, target, page } = await longAtWork();
    const refused = await client.post(page('delete'), { confirmation: target });
    expect((await people.get(target)).Username).toBe(target);
    const form = await provenAgain(client, refused);
    expect(form.status).toBe(200);
    expect(valueIn(form, 'confirmation')).toBe(target);
    expect((await client.post(page('delete'), { confirmation: target })).status).toBe(303);
    await expect(people.get(target)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('loses no field but secrets, and puts nothing of either into the address', async () => {
    const { client, page } = await longAtWork();
    const typed = { password: 'Very-secret-1', permanent: 'true' };
    const form = await client.get(page('set-password'));
    const names = withAttribute(form.body, 'name').map(({ attributes }) => attributes.get('name'));
    const refused = await client.post(page('set-password'), typed);
    expect(refused.headers.get('location')).toMatch(/^\/sign-in\/again/);
    expect(decodeURIComponent(refused.headers.get('location') ?? '')).not.toMatch(
      /secret|permanent/,
    );
    const back = await provenAgain(client, refused);
    expect(back.body).not.toContain('Very-secret-1');
    expect(
      withAttribute(back.body, 'name').map(({ attributes }) => attributes.get('name')),
    ).toEqual(names);
  });

  it('says so when its target has changed while signing in, and takes back what was typed', async () => {
    const { client, people, target, page } = await longAtWork();
    const form = formOf(await client.get(page('delete')));
    const refused = await client.post(page('delete'), { ...form, confirmation: target });
    await people.remove(target);
    await people.confirmed({}, target);
    const back = await provenAgain(client, refused);
    expect(problemOf(back)).toContain('has changed since this form was opened');
    expect(valueIn(back, 'confirmation')).toBe('');
    const typed = { ...formOf(back), confirmation: target };
    expect((await client.post(page('delete'), typed)).status).toBe(303);
  });

  it('leaves a box unticked that was ticked before', async () => {
    const { own, client, people, page } = await longAtWork();
    const colleague = await people.confirmed({ phone_number: '+15551234567' });
    await people.addToGroup(colleague, 'pool-support');
    await secondFactorsOf(own).prefer(colleague, { sms: true }, 'sms');
    const { SMS_MFA, ...form } = formOf(await client.get(page('set-mfa', colleague)));
    expect(SMS_MFA).toBe('true');
    const refused = await client.post(page('set-mfa', colleague), { ...form, preferred: 'none' });
    const back = await provenAgain(client, refused);
    expect(problemOf(back)).toBe('');
    expect(formOf(back)).toEqual({ ...form, preferred: 'none' });
  });

  it('is every change that harms an operator', async () => {
    const { client, page } = await longAtWork();
    const disabled = await client.post(page('disable', 'support'));
    expect(disabled.headers.get('location')).toMatch(/^\/sign-in\/again/);
    const harmless = await client.post(page('disable'));
    expect(harmless.headers.get('location')).toMatch(/^\/pools\//);
  });

  it('is refused to nobody who signed in lately', async () => {
    const { clock, client, target, page } = await longAtWork();
    clock.ahead -= 10 * minute;
    const reply = await client.post(page('delete'), { confirmation: target });
    expect(reply.headers.get('location')).toMatch(/^\/pools\//);
  });

  it('needs the second factor as well', async () => {
    const { own, client, name, target, page } = await longAtWork();
    const factors = secondFactorsOf(own);
    const key = await factors.authenticator(name);
    await factors.prefer(name, { totp: true }, 'totp');
    const refused = await client.post(page('delete'), { confirmation: target });
    const form = await client.get(refused.headers.get('location') ?? '');
    const returnTo = valueIn(form, 'returnTo') ?? '';
    const asked = await client.post('/sign-in/again', { password: operatorPassword, returnTo });
    expect(asked.headers.get('location')).toBe('/sign-in/code');
    const early = await client.post(page('delete'), { confirmation: target });
    expect(early.headers.get('location')).toMatch(/^\/sign-in\/again/);
    const done = await client.post('/sign-in/code', { code: totp(key) });
    expect(done.headers.get('location')).toBe(returnTo);
  });

  it('is not done with a wrong password', async () => {
    const { client, target, page } = await longAtWork();
    const refused = await client.post(page('delete'), { confirmation: target });
    const form = await client.get(refused.headers.get('location') ?? '');
    const returnTo = valueIn(form, 'returnTo') ?? '';
    const wrong = await client.post('/sign-in/again', { password: 'Wrong-1234', returnTo });
    expect(wrong.status).toBe(401);
    expect(valueIn(wrong, 'returnTo')).toBe(returnTo);
    const again = await client.post(page('delete'), { confirmation: target });
    expect(again.headers.get('location')).toMatch(/^\/sign-in\/again/);
  });

  it('tells a program what to do, in its own words', async () => {
    const { client, target, page } = await longAtWork();
    const headers = { accept: 'application/json' };
    const reply = await client.post(page('delete'), { confirmation: target }, headers);
    expect(reply.status).toBe(403);
    expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'recent_sign_in_required' } });
  });

  it('can be left to a setting', async () => {
    const environment = { RECENT_SIGN_IN_MINUTES: '0' };
    const { client, target, page } = await longAtWork({ environment });
    const reply = await client.post(page('delete'), { confirmation: target });
    expect(reply.headers.get('location')).toMatch(/^\/pools\//);
  });

  it('is proven by managed login where people sign in there, and afresh', async () => {
    const { own, client, target, page } = await longAtWork({ managedLogin: 'beside' });
    const refused = await client.post(page('delete'), { confirmation: target });
    const form = await client.get(refused.headers.get('location') ?? '');
    const [link] = withAttribute(form.body, 'href').filter(({ text }) => text.includes('own page'));
    const begun = await client.get(link?.attributes.get('href') ?? '');
    const address = new URL(begun.headers.get('location') ?? '');
    expect(address.searchParams.get('prompt')).toBe('login');
    expect(address.searchParams.get('max_age')).toBe('0');
    const pages = new Browser(own.sandbox.endpoint);
    const credentials = { username: 'admin', password: operatorPassword };
    const { url } = await pages.submit(await pages.open(address), credentials);
    const entered = await client.get(url.pathname + url.search);
    expect(entered.headers.get('location')).toMatch(/\/actions\/delete\?draft=/);
    const done = await client.post(page('delete'), { confirmation: target });
    expect(done.headers.get('location')).toMatch(/^\/pools\//);
  });
});

/** Signs in by managed login, whose pages ask for the password unless they know the browser. */
async function byManagedLogin(
  client: ConsoleClient,
  pages: Browser,
  username: string,
  change: (address: URL) => void = () => undefined,
): Promise<Reply> {
  const begun = await client.get('/sign-in/managed?again=true&return_to=/audit');
  const address = new URL(begun.headers.get('location') ?? '');
  change(address);
  let page = await pages.open(address);
  if (page.text.includes('name="password"')) {
    page = await pages.submit(page, { username, password: operatorPassword });
  }
  return client.get(page.url.pathname + page.url.search);
}

function withoutAsking({ searchParams }: URL): void {
  searchParams.delete('prompt');
  searchParams.delete('max_age');
}

describe('a session that managed login still has', () => {
  const setUp = async () => {
    const work = await longAtWork({ managedLogin: 'beside' });
    const pages = new Browser(work.own.sandbox.endpoint);
    await byManagedLogin(work.client, pages, work.name);
    work.clock.ahead += 20 * minute;
    return { ...work, pages };
  };

  it('does not count as signing in again, and leaves the console session as it was', async () => {
    const { client, pages, name, target, page } = await setUp();
    const reply = await byManagedLogin(client, pages, name, withoutAsking);
    expect(reply.status).toBe(401);
    expect(withAttribute(reply.body, 'role', 'alert')[0]?.text).toContain('did not ask you');
    const [link] = withAttribute(reply.body, 'href').filter(({ text }) =>
      text.includes('own page'),
    );
    expect(link?.attributes.get('href')).toContain('again=true');
    const refused = await client.post(page('delete'), { confirmation: target });
    expect(refused.headers.get('location')).toMatch(/^\/sign-in\/again/);
    const audit = await client.get('/pools/sandbox/audit/export.ndjson');
    expect(audit.body).toContain('sign_in_too_old');
  });

  it('signs in, as of when the password was entered there', async () => {
    const { own, pages, target, page } = await setUp();
    const client = own.client();
    const begun = await client.get('/sign-in/managed');
    const { url } = await pages.open(begun.headers.get('location') ?? '');
    expect((await client.get(url.pathname + url.search)).headers.get('location')).toBe('/');
    const headers = { accept: 'application/json' };
    const reply = await client.post(page('delete'), { confirmation: target }, headers);
    expect(reply.status).toBe(403);
    expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'recent_sign_in_required' } });
  });

  it('is told from a new sign-in by a clock that differs by half a minute at most', async () => {
    const { clock, client, pages, name } = await setUp();
    expect((await byManagedLogin(client, pages, name)).status).toBe(303);
    clock.ahead += 20_000;
    expect((await byManagedLogin(client, pages, name, withoutAsking)).status).toBe(303);
    clock.ahead += 20_000;
    expect((await byManagedLogin(client, pages, name, withoutAsking)).status).toBe(401);
  });
});

describe('a form that waits', () => {
  it('is shown to nobody but who typed it, and nowhere but where it was typed', async () => {
    const { own, client, page, target } = await longAtWork();
    const refused = await client.post(page('delete'), { confirmation: target });
    const returnTo = new URL(refused.headers.get('location') ?? '', own.url).searchParams;
    const form = returnTo.get('return_to') ?? '';
    const other = await own.signedIn('admin');
    expect(valueIn(await other.get(form), 'confirmation')).toBe('');
    const elsewhere = form.replace(target, 'support');
    expect(valueIn(await client.get(elsewhere), 'confirmation')).toBe('');
    expect(valueIn(await client.get(form), 'confirmation')).toBe(target);
  });

  it.each(['x', 'x'.repeat(43), ''])('is none with the name "%s"', async (draft) => {
    const own = await consoleForTest({ sandbox: { users: 0 } });
    const admin = await own.signedIn('admin');
    const path = `/pools/sandbox/users/support/actions/delete?draft=${draft}`;
    expect((await admin.get(path)).status).toBe(200);
  });
});

describe('the page to sign in again', () => {
  it('is for who is signed in, and leads nowhere else', async () => {
    const own = await consoleForTest({ sandbox: { users: 0 } });
    expect((await own.client().get('/sign-in/again')).headers.get('location')).toMatch(
      /^\/sign-in/,
    );
    const admin = await own.signedIn('admin');
    const form = await admin.get('/sign-in/again?return_to=https://evil.example/');
    expect(valueIn(form, 'returnTo')).toBeUndefined();
    const returnTo = '//evil.example';
    const reply = await admin.post('/sign-in/again', { password: operatorPassword, returnTo });
    expect(reply.headers.get('location')).toBe('/');
  });
});

describe('a required reason', () => {
  it('is asked for beside the field, and kept in the audit', async () => {
    const environment = { REQUIRE_REASON: 'true' };
    const own = await consoleForTest({ sandbox: { users: 0 }, environment });
    const target = await peopleOf(own).confirmed();
    const admin = await own.signedIn('admin');
    const path = `/pools/sandbox/users/${target}/actions/delete`;
    expect((await admin.get(path)).text).toContain('Reason');
    const missing = await admin.post(path, { confirmation: target, reason: '  ' });
    expect(missing.status).toBe(422);
    expect(missing.text).toContain('Say why this is done.');
    expect(
      (await admin.post(path, { confirmation: target, reason: 'Asked to by mail' })).status,
    ).toBe(303);
    expect((await admin.get('/pools/sandbox/audit')).text).toContain('Asked to by mail');
  });

  it('is not asked for without the setting, nor for what is harmless', async () => {
    const without = await consoleForTest({ sandbox: { users: 0 } });
    const target = await peopleOf(without).confirmed();
    const admin = await without.signedIn('admin');
    const form = await admin.get(`/pools/sandbox/users/${target}/actions/delete`);
    expect(withAttribute(form.body, 'name', 'reason')).toEqual([]);
    const environment = { REQUIRE_REASON: 'true' };
    const own = await consoleForTest({ sandbox: { users: 0 }, environment });
    const harmless = await peopleOf(own).confirmed();
    const support = await own.signedIn('support');
    const signOut = await support.post(`/pools/sandbox/users/${harmless}/actions/sign-out`);
    expect(signOut.status).toBe(303);
  });
});
