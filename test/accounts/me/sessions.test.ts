import { SetUserPoolSessionConfigurationCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { accountsForTests } from '../../helpers/accounts.ts';
import { newUser, password, refusalOf, type SignedInUser, signIn } from './signed-in.ts';

const accounts = accountsForTests();

type Session = { readonly id: string; readonly isCurrent: boolean };

const sessionsOf = async (user: SignedInUser): Promise<readonly Session[]> =>
  (await user.call('GET', '/me/sessions')).body.sessions;

const currentOf = async (user: SignedInUser): Promise<string> =>
  (await sessionsOf(user)).find(({ isCurrent }) => isCurrent)?.id ?? '';

describe('own sessions', () => {
  it('are listed with the one of this request', async () => {
    const ada = await newUser(accounts());
    await signIn(accounts(), ada.username);
    const { status, body } = await ada.call('GET', '/me/sessions');
    expect(status).toBe(200);
    expect(body.sessions).toHaveLength(2);
    expect(body.sessions).toContainEqual({
      id: expect.stringMatching(/^tkn/),
      kind: 'tokens',
      clientId: accounts().running.sandbox.applicationClientId,
      device: expect.any(String),
      address: '127.0.0.1',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      activeAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      isCurrent: true,
    });
  });

  it('are ended one by one, after which their tokens are revoked', async () => {
    const ada = await newUser(accounts());
    const elsewhere = await signIn(accounts(), ada.username);
    const path = `/me/sessions/${await currentOf(elsewhere)}`;
    expect((await ada.call('DELETE', path)).status).toBe(204);
    expect(refusalOf(await elsewhere.call('GET', '/me'))).toEqual([401, 'token_revoked']);
    expect(await sessionsOf(ada)).toMatchObject([{ isCurrent: true }]);
    expect(refusalOf(await ada.call('DELETE', path))).toEqual([404, 'session_not_found']);
  });

  it('do not include those of other people', async () => {
    const [ada, eve] = [await newUser(accounts()), await newUser(accounts())];
    const id = await currentOf(ada);
    expect((await sessionsOf(eve)).map((session) => session.id)).not.toContain(id);
    const reply = await eve.call('DELETE', `/me/sessions/${id}`);
    expect(refusalOf(reply)).toEqual([404, 'session_not_found']);
    expect((await ada.call('GET', '/me')).status).toBe(200);
  });

  it.each(['nothing', '..%2fx', 'a%27b', '%E2%80%AEx', '%00'])(
    'do not include one called %s',
    async (id) => {
      const ada = await newUser(accounts());
      const reply = await ada.call('DELETE', `/me/sessions/${id}`);
      expect(refusalOf(reply)).toEqual([404, 'session_not_found']);
    },
  );

  it('end by sign-out, not here, where it is the own one', async () => {
    const ada = await newUser(accounts());
    const reply = await ada.call('DELETE', `/me/sessions/${await currentOf(ada)}`);
    expect(refusalOf(reply)).toEqual([409, 'current_session']);
    expect((await ada.call('GET', '/me')).status).toBe(200);
  });

  it('are not listed for a token that was revoked', async () => {
    const ada = await newUser(accounts());
    const id = await currentOf(await signIn(accounts(), ada.username, password));
    await ada.call('POST', '/me/sign-out-everywhere');
    expect(refusalOf(await ada.call('GET', '/me/sessions'))).toEqual([401, 'token_revoked']);
    const reply = await ada.call('DELETE', `/me/sessions/${id}`);
    expect(refusalOf(reply)).toEqual([401, 'token_revoked']);
  });

  it('cannot be listed where the pool does not track them', async () => {
    const { cognito, sandbox } = accounts().running;
    const track = (UserSessionTracking: 'ENABLED' | 'DISABLED') =>
      cognito.send(
        new SetUserPoolSessionConfigurationCommand({
          UserPoolId: sandbox.userPoolId,
          UserSessionTracking,
          TokenSession: { MaxPerUser: 20 },
        }),
      );
    const ada = await newUser(accounts());
    await track('DISABLED');
    const replies = [
      await ada.call('GET', '/me/sessions'),
      await ada.call('DELETE', '/me/sessions/x'),
    ];
    await track('ENABLED');
    expect(replies.map(refusalOf)).toEqual([
      [409, 'not_enabled_in_pool'],
      [409, 'not_enabled_in_pool'],
    ]);
  });
});
