import { describe, expect, it } from 'vitest';
import { apiForTests } from '../helpers/api.ts';
import { peopleOf } from '../helpers/people.ts';

const api = apiForTests();
const act = (username: string, verb: string, token: string, body: object = {}) =>
  api().ofPool('POST', `/users/${username}/${verb}`, { as: { token }, body });

describe('an action by an API key', () => {
  it('is in the audit under the name of the key, with its maker', async () => {
    const username = await peopleOf(api().running).confirmed();
    const { token, id, name } = await api().keyFor();
    const done = await act(username, 'disable', token);
    expect([done.status, done.body.user?.isEnabled]).toEqual([200, false]);
    const admin = await api().running.signedIn('admin');
    const { body } = await admin.get('/pools/sandbox/audit/export.ndjson');
    const entries = body
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(entries.find(({ number }) => number === done.body.audit)).toMatchObject({
      action: 'user.disable',
      operator: `key ${name}`,
      operator_sub: `key:${id}`,
      role: 'admin',
      session: `key ${id} of admin`,
      target: username,
    });
  });

  it('needs to be among those that the key was made for', async () => {
    const username = await peopleOf(api().running).confirmed();
    const { token } = await api().keyFor({ verbs: ['user.disable'] });
    expect((await act(username, 'disable', token)).status).toBe(200);
    const { status, body } = await act(username, 'enable', token);
    expect([status, body.code]).toEqual([403, 'verb_not_allowed']);
    const reading = await api().keyFor({ verbs: [] });
    const refused = await act(username, 'enable', reading.token);
    expect([refused.status, refused.body.code]).toEqual([403, 'verb_not_allowed']);
    expect((await peopleOf(api().running).get(username)).Enabled).toBe(false);
  });

  it('needs to be in the role of the key, whatever its maker may do', async () => {
    const username = await peopleOf(api().running).confirmed();
    const { token } = await api().keyFor({ role: 'auditor' });
    const { status, body } = await act(username, 'sign-out', token);
    expect([status, body.code]).toEqual([403, 'permission_missing']);
  });

  it('cannot take the access of the one who made the key', async () => {
    const people = peopleOf(api().running);
    const owner = await people.confirmed();
    await people.addToGroup(owner, 'pool-admins');
    const { token } = await api().keyFor({ owner });
    for (const [verb, input] of [
      ['disable', {}],
      ['delete', { confirmation: owner }],
      ['remove-from-group', { group: 'pool-admins' }],
    ] as const) {
      const { status, body } = await act(owner, verb, token, input);
      expect([verb, status, body.code]).toEqual([verb, 409, 'not_yourself']);
    }
    expect((await people.get(owner)).Enabled).toBe(true);
  });

  it('reaches no operator with the role of support', async () => {
    const { token } = await api().keyFor({ role: 'support' });
    for (const username of ['admin', 'support', 'auditor']) {
      const { status, body } = await act(username, 'sign-out', token);
      expect([username, status, body.code]).toEqual([username, 409, 'target_is_operator']);
    }
  });
});
