import { describe, expect, it } from 'vitest';
import { type ApiForTest, apiForTests, apiOf } from '../../helpers/api.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';

const api = apiForTests();

/** The same refusal in a dry run and in earnest. */
async function refusalOf(
  { ofPool }: ApiForTest,
  path: string,
  body: unknown,
  as: 'admin' | 'support' | { readonly token: string } = 'admin',
) {
  const dry = await ofPool('POST', `${path}?dryRun=true`, { as, body });
  const { status, body: problem } = await ofPool('POST', path, { as, body });
  expect([dry.status, dry.body.code, dry.body.detail]).toEqual([
    status,
    problem.code,
    problem.detail,
  ]);
  return [status, problem.code];
}

describe('The guards of the console', () => {
  it.each([
    ['disable', {}],
    ['delete', { confirmation: 'admin' }],
    ['lockdown', { confirmation: 'admin' }],
    ['remove-from-group', { group: 'pool-admins' }],
  ])('keep operators from taking away their own access: %s', async (verb, body) => {
    const path = `/users/admin/${verb}`;
    expect(await refusalOf(api(), path, body)).toEqual([409, 'not_yourself']);
    expect((await peopleOf(api().running).get('admin')).Enabled).toBe(true);
  });

  it.each(['admin', 'auditor', 'support'])('keep support from operators: %s', async (username) => {
    const path = `/users/${username}/reset-password`;
    expect(await refusalOf(api(), path, {}, 'support')).toEqual([409, 'target_is_operator']);
    // Whatever is wrong with the body, nothing is said of the target.
    expect(await refusalOf(api(), path, { x: 1 }, 'support')).toEqual([409, 'target_is_operator']);
  });

  it('keep the groups that operators sign in by', async () => {
    const body = { confirmation: 'pool-support' };
    expect(await refusalOf(api(), '/groups/pool-support/delete', body)).toEqual([
      409,
      'operator_group',
    ]);
  });

  it('keep the last enabled administrator', async () => {
    const own = apiOf(await consoleForTest({ sandbox: { users: 0 } }));
    const people = peopleOf(own.running);
    const second = await people.confirmed();
    await people.addToGroup(second, 'pool-admins');
    const token = await own.tokenOf(second);
    // The role of a token is believed for some seconds after the pool was asked.
    expect((await own.ofPool('GET', `/users/${second}`, { as: { token } })).status).toBe(200);
    await people.disable(second);
    expect(await refusalOf(own, '/users/admin/disable', {}, { token })).toEqual([
      409,
      'last_administrator',
    ]);
    expect((await people.get('admin')).Enabled).toBe(true);
  });

  it('ask for a recent sign-in and for a reason where the console does', async () => {
    let ahead = 0;
    const own = apiOf(
      await consoleForTest({
        sandbox: { users: 0 },
        environment: { REQUIRE_REASON: 'true' },
        now: () => new Date(Date.now() + ahead),
      }),
    );
    const user = await peopleOf(own.running).confirmed();
    const path = `/users/${user}/delete`;
    const confirmation = user;
    const without = await own.ofPool('POST', path, { body: { confirmation } });
    expect([without.status, without.body.code, Object.keys(without.body.fields)]).toEqual([
      422,
      'invalid_input',
      ['reason'],
    ]);
    ahead = 45 * 60_000;
    const body = { confirmation, reason: 'Left the company' };
    expect(await refusalOf(own, path, body)).toEqual([403, 'recent_sign_in_required']);
    ahead = 0;
    const done = await own.ofPool('POST', path, { body });
    expect(done.status).toBe(200);
    const entry = await own.ofPool('GET', `/audit/${done.body.audit}`);
    expect(entry.body.reason).toBe('Left the company');
  });

  it('leave no entry in the audit for a dry run, and one for each refusal', async () => {
    const people = peopleOf(api().running);
    const user = await people.confirmed();
    const count = async () => {
      const { body } = await api().ofPool('GET', `/audit?target=${user}`);
      return body.entries.length;
    };
    await api().ofPool('POST', `/users/${user}/enable?dryRun=true`);
    expect(await count()).toBe(0);
    await api().ofPool('POST', `/users/${user}/enable`);
    expect(await count()).toBe(1);
  });
});
