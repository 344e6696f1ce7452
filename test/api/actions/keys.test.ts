import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../server/actions/registry.ts';
import { isAllowed, type Role, roles } from '../../../server/operators/permissions.ts';
import { apiForTests, apiOf } from '../../helpers/api.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { actionCases } from './cases.ts';

const api = apiForTests({ sandbox: { users: 20 }, aliases: ['sandbox', 'other'] });

const keys = new Map<Role, Promise<{ readonly token: string; readonly name: string }>>();

/** One key of each role for all tests. */
async function keyOf(role: Role) {
  const key = keys.get(role) ?? api().keyFor({ role, name: `actions-${role}` });
  keys.set(role, key);
  return key;
}

describe.each(actions.map((action) => [action.id, action] as const))('%s', (id, action) => {
  it.each(roles)(
    'is for a key of role %s what it is for an operator of that role',
    async (role) => {
      const { path, body } = (await actionCases(api().running)[id]?.()) ?? { path: '' };
      const { token } = await keyOf(role);
      const dry = await api().ofPool('POST', `${path}?dryRun=true`, { as: { token }, body });
      const real = await api().ofPool('POST', path, { as: { token }, body });
      if (!isAllowed(role, action.permission)) {
        for (const answer of [dry, real]) {
          expect([answer.status, answer.body.code]).toEqual([403, 'permission_missing']);
        }
        return;
      }
      expect([dry.status, dry.body.allowed]).toEqual([200, true]);
      expect(real.status).toBe(action.target === 'pool' ? 201 : 200);
      const entry = await api().ofPool('GET', `/audit/${real.body.audit}`);
      expect(entry.body).toMatchObject({ action: id, outcome: 'succeeded', operator: { role } });
      expect(entry.body.operator.username).toContain(`actions-${role}`);
    },
  );
});

describe('A key that may not', () => {
  const disable = async (token: string, pool = 'sandbox') => {
    const people = peopleOf(api().running);
    const user = await people.confirmed();
    for (const query of ['?dryRun=true', '']) {
      const path = `/pools/${pool}/users/${user}/disable${query}`;
      const { status, body } = await api().call('POST', path, { as: { token } });
      expect((await people.get(user)).Enabled).toBe(true);
      if (query === '') return [status, body.code];
    }
    return [];
  };

  it('is refused: made for other actions', async () => {
    const { token } = await api().keyFor({ verbs: ['user.enable'] });
    expect(await disable(token)).toEqual([403, 'verb_not_allowed']);
  });

  it('is refused: made for another pool', async () => {
    const { token } = await api().keyFor({ pools: ['other'] });
    expect(await disable(token)).toEqual([404, 'pool_not_found']);
  });

  it('is refused: revoked', async () => {
    const { token, path } = await api().keyFor();
    const client = await api().running.signedIn('admin');
    expect((await client.post(`${path}/revoke`)).status).toBe(303);
    expect(await disable(token)).toEqual([401, 'key_revoked']);
  });

  it('is refused: of another console', async () => {
    const other = apiOf(await consoleForTest({ sandbox: { users: 0 } }));
    const { token } = await other.keyFor();
    expect(await disable(token)).toEqual([401, 'key_refused']);
  });

  it('is refused: what its owner could not do to themselves', async () => {
    const { token } = await keyOf('admin');
    const answer = await api().ofPool('POST', '/users/admin/disable', { as: { token } });
    expect([answer.status, answer.body.code]).toEqual([409, 'not_yourself']);
    const support = await keyOf('support');
    const operator = await api().ofPool('POST', '/users/auditor/sign-out', {
      as: { token: support.token },
    });
    expect([operator.status, operator.body.code]).toEqual([409, 'target_is_operator']);
  });
});

it('An Idempotency-Key of an API key is not that of its owner', async () => {
  const user = await peopleOf(api().running).confirmed();
  const { token } = await keyOf('admin');
  const headers = { 'idempotency-key': randomUUID() };
  const path = `/users/${user}/sign-out`;
  const ofOwner = await api().ofPool('POST', path, { headers });
  const ofKey = await api().ofPool('POST', path, { headers, as: { token } });
  const again = await api().ofPool('POST', path, { headers, as: { token } });
  expect(ofKey.body.audit).toBeGreaterThan(ofOwner.body.audit);
  expect([again.status, again.body]).toEqual([200, ofKey.body]);
});
