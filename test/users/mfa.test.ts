import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { withAttribute, withTag } from '../helpers/html.ts';
import { peopleOf } from '../helpers/people.ts';
import { secondFactorsOf } from '../helpers/second-factors.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const list = '/pools/sandbox/users';

beforeAll(async () => {
  await secondFactorsOf(running()).ofPool({
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
});

const search = (text: string, rest = '') => `${list}?q=${encodeURIComponent(text)}${rest}`;

/** Three people of one family: one with an authenticator, two without. */
async function family(): Promise<{ name: string; one: string; other: string; third: string }> {
  const name = `Factors${randomUUID().slice(0, 8)}`;
  const people = peopleOf(running());
  const factors = secondFactorsOf(running());
  const named = () => people.confirmed({ family_name: name });
  const [one, other, third] = [await named(), await named(), await named()];
  await factors.authenticator(one);
  await factors.prefer(one, { totp: true }, 'totp');
  await running().noticed(one, other, third);
  return { name, one, other, third };
}

/** The values of the menu, as "On 1". */
function offered(html: string): string[] {
  return withTag(html, 'a')
    .filter(({ attributes }) => attributes.get('href')?.includes('mfa%3A'))
    .map(({ text }) => text.trim().replace(/(\d+)$/, ' $1'));
}

const count = (html: string): string | undefined =>
  withAttribute(html, 'data-summary')[0]?.text.trim();

describe('Second factors in the list', () => {
  it('are not known before somebody asks for them, which the page says', async () => {
    const { name } = await family();
    const admin = await running().signedIn('admin');
    const page = await admin.get(search(name, '&column=mfa'));
    expect(offered(page.body)).toEqual(['Not known 3']);
    expect(page.text).toContain('The pool tells second factors of one user at a time');
    expect(page.body.match(/"secondary">Not known</g)).toHaveLength(3);
  });

  it('are known once opened on the page of a user, and can be searched for', async () => {
    const { name, one, other } = await family();
    const admin = await running().signedIn('admin');
    for (const username of [one, other]) await admin.get(`${list}/${username}/second-factors`);

    const page = await admin.get(search(name, '&column=mfa'));
    expect(offered(page.body)).toEqual(['On 1', 'Off 1', 'Not known 1']);
    const cell = withTag(page.body, 'span').find(({ text }) => text === 'Authenticator app');
    expect(cell?.attributes.get('title')).toMatch(/^As of just now, \d{4}-.* UTC$/);
    expect(page.text).toMatch(/known of \d+ users only, .* oldest of these answers is from/);

    for (const [term, matching] of [
      ['mfa:on', '1 user matches'],
      ['mfa:off', '1 user matches'],
      ['mfa:unknown', '1 user matches'],
      ['-mfa:unknown', '2 users match'],
    ] as const) {
      expect(count((await admin.get(search(`${name} ${term}`))).body), term).toBe(matching);
    }
    expect((await admin.get(search(`${name} mfa:on`))).text).toContain(one);
  });

  it('are told anew after an action changed them', async () => {
    const { name, one } = await family();
    const admin = await running().signedIn('admin');
    await admin.get(`${list}/${one}/second-factors`);
    expect(count((await admin.get(search(`${name} mfa:on`))).body)).toBe('1 user matches');

    const off = await admin.post(`${list}/${one}/actions/set-mfa`, { preferred: 'none' });
    expect(off.status).toBe(303);
    expect(count((await admin.get(search(`${name} mfa:off`))).body)).toBe('1 user matches');

    const on = { SOFTWARE_TOKEN_MFA: 'on', preferred: 'SOFTWARE_TOKEN_MFA' };
    expect((await admin.post(`${list}/${one}/actions/set-mfa`, on)).status).toBe(303);
    expect(count((await admin.get(search(`${name} mfa:on`))).body)).toBe('1 user matches');

    expect((await admin.post(`${list}/${one}/actions/reset-mfa`)).status).toBe(303);
    expect(count((await admin.get(search(`${name} mfa:off`))).body)).toBe('1 user matches');
  });

  it('are no longer counted of somebody who was deleted', async () => {
    const { name, one } = await family();
    const admin = await running().signedIn('admin');
    await admin.get(`${list}/${one}/second-factors`);
    const path = `${list}/${one}/actions/delete`;
    await admin.post(`${list}/${one}/actions/disable`);
    expect((await admin.post(path, { confirmation: one })).status).toBe(303);
    const page = await admin.get(search(name));
    expect(offered(page.body)).toEqual(['Not known 2']);
  });

  it('are narrowed by a link, which the menu shows and takes back', async () => {
    const { name, one } = await family();
    const admin = await running().signedIn('admin');
    await admin.get(`${list}/${one}/second-factors`);
    const link = (html: string, label: string) =>
      withTag(html, 'a').find(
        ({ attributes, text }) =>
          attributes.get('class') === 'menu-item' && text.trim().startsWith(label),
      );
    const all = await admin.get(search(name));
    const on = await admin.get(link(all.body, 'On')?.attributes.get('href') ?? '');
    expect(on.text).toContain('MFA: On');
    expect(count(on.body)).toBe('1 user matches');
    const back = await admin.get(link(on.body, 'On')?.attributes.get('href') ?? '');
    expect(count(back.body)).toBe('3 users match');
  });

  it('have the values of the search pointed at when they are wrong', async () => {
    const admin = await running().signedIn('admin');
    const page = await admin.get(search('mfa:sms'));
    expect(page.status).toBe(422);
    expect(page.text).toContain('mfa is on, off or unknown.');
    expect(withTag(page.body, 'mark').map(({ text }) => text)).toEqual(['sms']);
  });
});
