import { describe, expect, it } from 'vitest';
import { actions } from '../../../server/actions/registry.ts';
import { apiForTests } from '../../helpers/api.ts';
import { peopleOf } from '../../helpers/people.ts';

const api = apiForTests();

type State = {
  readonly id: string;
  readonly verb: string;
  readonly isPossible: boolean;
  readonly refusal?: { readonly code: string; readonly detail: string };
};

async function statesOf(
  username: string,
  as: 'admin' | 'support' | 'auditor' = 'admin',
): Promise<ReadonlyMap<string, State>> {
  const { status, body } = await api().ofPool('GET', `/users/${username}/actions`, { as });
  expect(status).toBe(200);
  return new Map(body.actions.map((state: State) => [state.id, state]));
}

describe('GET /pools/{pool}/users/{username}/actions', () => {
  it('names every action on users, and what refuses it now', async () => {
    const username = await peopleOf(api().running).confirmed();
    const states = await statesOf(username);
    const ofUsers = actions.filter(({ target }) => target === 'user').map(({ id }) => id);
    expect([...states.keys()]).toEqual(ofUsers);
    expect(states.get('user.disable')).toEqual({
      id: 'user.disable',
      verb: 'disable',
      title: 'Disable user',
      danger: 'caution',
      isPossible: true,
    });
    expect(states.get('user.enable')).toMatchObject({
      isPossible: false,
      refusal: { code: 'already_enabled', detail: expect.stringContaining('enabled') },
    });
  });

  it('says what the role of the caller does not include', async () => {
    const username = await peopleOf(api().running).confirmed();
    const asSupport = await statesOf(username, 'support');
    expect(asSupport.get('user.disable')?.refusal?.code).toBe('permission_missing');
    expect(asSupport.get('user.reset-password')?.isPossible).toBe(true);
    const asAuditor = await statesOf(username, 'auditor');
    expect([...asAuditor.values()].filter(({ isPossible }) => isPossible)).toEqual([]);
    expect(new Set([...asAuditor.values()].map(({ refusal }) => refusal?.code))).toEqual(
      new Set(['permission_missing']),
    );
  });

  it('says that support staff cannot act on operators', async () => {
    const states = await statesOf('auditor', 'support');
    expect(states.get('user.reset-password')?.refusal?.code).toBe('target_is_operator');
    expect((await statesOf('auditor')).get('user.reset-password')?.isPossible).toBe(true);
  });

  it('says what the forms then answer', async () => {
    const { running } = api();
    const username = await peopleOf(running).unconfirmed();
    const admin = await running.signedIn('admin');
    const refused = [...(await statesOf(username)).values()].filter((one) => !one.isPossible);
    expect(refused.length).toBeGreaterThan(2);
    for (const { id, verb, refusal } of refused) {
      const page = await admin.post(`/pools/sandbox/users/${username}/actions/${verb}`);
      expect([id, page.status]).toEqual([id, 409]);
      expect(page.text).toContain(refusal?.detail);
    }
  });
});

describe('GET /pools/{pool}/users/{username}/next-step', () => {
  it('says what keeps a user out, and whether the caller can help', async () => {
    const username = await peopleOf(api().running).invited();
    const asSupport = await api().ofPool('GET', `/users/${username}/next-step`, { as: 'support' });
    expect([asSupport.status, asSupport.body]).toEqual([
      200,
      {
        code: 'invited',
        tone: 'info',
        title: 'Has not signed in yet',
        text: expect.stringContaining('temporary password'),
        action: {
          id: 'user.resend-invitation',
          verb: 'resend-invitation',
          title: expect.any(String),
          danger: expect.any(String),
          isPossible: true,
        },
      },
    ]);
    const asAuditor = await api().ofPool('GET', `/users/${username}/next-step`, { as: 'auditor' });
    expect(asAuditor.body).toMatchObject({
      code: 'invited',
      action: {
        id: 'user.resend-invitation',
        isPossible: false,
        refusal: { code: 'permission_missing' },
      },
    });
  });

  it('follows what becomes of the user', async () => {
    const people = peopleOf(api().running);
    const username = await people.confirmed();
    const path = `/users/${username}/next-step`;
    expect((await api().ofPool('GET', path)).body.code).toBe('fine');
    await people.disable(username);
    expect((await api().ofPool('GET', path)).body).toMatchObject({
      code: 'disabled',
      tone: 'danger',
      action: { id: 'user.enable', verb: 'enable', isPossible: true },
    });
  });
});
