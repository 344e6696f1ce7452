import {
  CreateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../../server/sandbox/start.ts';
import { type AccountReply, type AccountsForTest, accountsOf } from '../../helpers/accounts.ts';
import { launchConsole, operatorPassword as password } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sdkClient } from '../../sandbox/running.ts';
import { srpClient } from './steps.ts';

/** What can be compared between two answers: everything but what is new in each. */
function shapeOf({ status, body }: AccountReply): unknown {
  const { requestId: _id, handle, srpB, salt, secretBlock, userIdForSrp, ...rest } = body;
  const size = (text: unknown) => (typeof text === 'string' ? text.length : undefined);
  return {
    status,
    ...rest,
    sizes: [handle, salt].map(size),
    hasProof: [srpB, secretBlock, userIdForSrp].map((text) => typeof text),
  };
}

/** An app client that says who exists, and one that does not: the API hides it for both. */
describe.each(['LEGACY', 'ENABLED'] as const)('with an app client of the kind %s', (hiding) => {
  let own: AccountsForTest;
  const names: string[] = [];
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);

  beforeAll(async () => {
    const sandbox = await startSandbox({ port: 0, data: ':memory:', users: 0 });
    const cognito = sdkClient(sandbox);
    await cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId: sandbox.userPoolId,
        Policies: {
          SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] },
        },
      }),
    );
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: sandbox.userPoolId,
        ClientName: 'app',
        PreventUserExistenceErrors: hiding,
        ExplicitAuthFlows: [
          'ALLOW_USER_SRP_AUTH',
          'ALLOW_USER_PASSWORD_AUTH',
          'ALLOW_USER_AUTH',
          'ALLOW_REFRESH_TOKEN_AUTH',
        ],
      }),
    );
    const clientId = UserPoolClient?.ClientId ?? '';
    own = accountsOf(await launchConsole({ pool: sandbox, application: { clientId }, now }));
    const people = peopleOf(own.running);
    const unknown = `user-${Math.random().toString(16).slice(2, 10).padEnd(8, '0')}`;
    names.push(await people.confirmed(), await people.unconfirmed(), unknown);
    return async () => {
      cognito.destroy();
      await own.running.close();
      await sandbox.close();
    };
  });

  // Another minute for each test, so that no limit is reached.
  beforeEach(() => {
    ahead += 61_000;
  });

  const post = (path: string, body: object) => own.call('POST', path, body);

  /** @returns the one shape that all these answers have */
  const oneShape = (replies: readonly AccountReply[]): unknown => {
    const shapes = new Set(replies.map((reply) => JSON.stringify(shapeOf(reply))));
    expect([...shapes]).toHaveLength(1);
    return shapeOf(replies[0] ?? { status: 0, headers: new Headers(), body: {} });
  };

  const each = async (ask: (username: string) => Promise<AccountReply>) => {
    const replies: AccountReply[] = [];
    for (const name of names) replies.push(await ask(name));
    return replies;
  };

  it.each(['srp', 'password'])('answers one refusal to a wrong password (%s)', async (flow) => {
    const replies = await each((username) =>
      post('/sign-in', { username, password: 'Wrong-Password-1', flow }),
    );
    expect(oneShape(replies)).toMatchObject({ status: 401, code: 'sign_in_failed' });
  });

  it('asks every name for a proof, with one salt each time, and refuses it alike', async () => {
    const { userPoolId } = own.running.sandbox;
    const client = srpClient('Wrong-Password-1', userPoolId);
    const start = (username: string) => post('/sign-in/srp', { username, srpA: client.srpA });
    const asked = await each(start);
    expect(oneShape(asked)).toMatchObject({ status: 200, challenge: 'PASSWORD_VERIFIER' });
    const again = await each(start);
    expect(again.map(({ body }) => body.salt)).toEqual(asked.map(({ body }) => body.salt));
    expect(asked.map(({ body }) => body.userIdForSrp)).toEqual(names);
    const blocks = again.map(({ body }) => body.secretBlock.length);
    expect(Math.max(...blocks) - Math.min(...blocks)).toBeLessThan(16);
    const refused: AccountReply[] = [];
    for (const { body } of asked) {
      refused.push(await post('/challenge', { handle: body.handle, ...client.prove(body) }));
    }
    expect(oneShape(refused)).toMatchObject({ status: 401, code: 'sign_in_failed' });
  });

  it('does not repeat an address that belongs to no user', async () => {
    const { email } = await peopleOf(own.running).attributes(names[0] ?? '');
    const { srpA } = srpClient(password, own.running.sandbox.userPoolId);
    const known = await post('/sign-in/srp', { username: email, srpA });
    const unknown = await post('/sign-in/srp', { username: 'nemo@example.com', srpA });
    expect(known.body.userIdForSrp).toBe(names[0]);
    expect(unknown.body.userIdForSrp).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f-]+$/);
  });

  it('offers every name the same first factors, and goes on alike with each', async () => {
    const choices = ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP'];
    const start = (username: string) => post('/sign-in/choice', { username });
    expect(oneShape(await each(start))).toMatchObject({ challenge: 'SELECT_CHALLENGE', choices });
    const { srpA } = srpClient(password, own.running.sandbox.userPoolId);
    const answers = [
      [{ choice: 'PASSWORD', password: 'Wrong-Password-1' }, 'sign_in_failed'],
      [{ choice: 'PASSWORD_SRP', srpA }, undefined],
    ] as const;
    for (const [answer, code] of answers) {
      const replies = await each(async (username) => {
        const { handle } = (await start(username)).body;
        return post('/challenge', { handle, ...answer });
      });
      expect(oneShape(replies)).toMatchObject(code === undefined ? { status: 200 } : { code });
    }
  });

  it.each(['EMAIL_OTP', 'SMS_OTP'])(
    'says to every name that a code was sent (%s)',
    async (name) => {
      const started = await each((username) =>
        post('/sign-in/choice', { username, preferred: name }),
      );
      const chosen = await each(async (username) => {
        const { handle } = (await post('/sign-in/choice', { username })).body;
        return post('/challenge', { handle, choice: name });
      });
      for (const { status, body } of [...started, ...chosen]) {
        expect([status, body.challenge]).toEqual([200, name]);
        expect(body.destination).toMatch(
          name === 'SMS_OTP' ? /^\+\*{6,}\d{4}$/ : /^\w\*{3}@\w\*{3}$/,
        );
      }
      // Guesses end after three at each of them.
      let handles: readonly string[] = started.map(({ body }) => body.handle);
      for (const code of ['000000', '000001', '000002']) {
        const wrong: AccountReply[] = [];
        for (const handle of handles) wrong.push(await post('/challenge', { handle, code }));
        expect(oneShape(wrong)).toMatchObject({ status: 422, code: 'wrong_code' });
        handles = wrong.map(({ body }) => body.handle);
      }
      const over: AccountReply[] = [];
      for (const handle of handles) over.push(await post('/challenge', { handle, code: '000003' }));
      expect(oneShape(over)).toMatchObject({ status: 401, code: 'handle_expired' });
    },
  );
});
