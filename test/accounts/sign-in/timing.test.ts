import { CreateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../../server/sandbox/start.ts';
import { type AccountsForTest, accountsOf } from '../../helpers/accounts.ts';
import { launchConsole } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { rankOfTimes } from '../../helpers/times.ts';
import { sdkClient } from '../../sandbox/running.ts';
import { srpClient } from './steps.ts';

const sampleSize = 30;

/**
 * How often one of two equal things takes longer is 0.5 with a standard deviation of 0.075 for so many
 * measurements: beyond four of these it is no chance (one in 15,000), whatever the machine's speed.
 */
const farthest = 0.3;

/** An app client that says who exists: the pool's own answers differ most there. */
describe('how long answers take', () => {
  let own: AccountsForTest;
  let known: readonly string[] = [];
  let ahead = 0;

  beforeAll(async () => {
    const sandbox = await startSandbox({ port: 0, data: ':memory:', users: 0 });
    const cognito = sdkClient(sandbox);
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: sandbox.userPoolId,
        ClientName: 'app',
        PreventUserExistenceErrors: 'LEGACY',
        ExplicitAuthFlows: [
          'ALLOW_USER_SRP_AUTH',
          'ALLOW_USER_PASSWORD_AUTH',
          'ALLOW_USER_AUTH',
          'ALLOW_REFRESH_TOKEN_AUTH',
        ],
      }),
    );
    const clientId = UserPoolClient?.ClientId ?? '';
    const now = () => new Date(Date.now() + ahead);
    own = accountsOf(
      await launchConsole({ pool: sandbox, application: { clientId }, now, answerStep: 400 }),
    );
    const people = peopleOf(own.running);
    known = await Promise.all(Array.from({ length: sampleSize }, () => people.confirmed()));
    return async () => {
      cognito.destroy();
      await own.running.close();
      await sandbox.close();
    };
  });

  /** Asks about known and unknown names by turns; 0: both take as long. */
  async function distanceOf(
    ask: (username: string) => Promise<{ status: number }>,
    status: number,
  ) {
    ahead += 61_000;
    const timeOf = async (username: string): Promise<number> => {
      const start = performance.now();
      expect((await ask(username)).status).toBe(status);
      return performance.now() - start;
    };
    const rank = await rankOfTimes(sampleSize, {
      one: (round) => timeOf(known[round] ?? ''),
      other: (round) => timeOf(known[round]?.replace('user', 'else') ?? ''),
    });
    return Math.abs(rank - 0.5);
  }

  it.each(['srp', 'password'])(
    'does not tell who exists when a password is wrong (%s)',
    async (flow) => {
      const ask = (username: string) =>
        own.call('POST', '/sign-in', { username, password: 'Wrong-Password-1', flow });
      expect(await distanceOf(ask, 401)).toBeLessThan(farthest);
    },
  );

  it('does not tell who exists when a sign-in begins by SRP or by choice', async () => {
    const { srpA } = srpClient('Wrong-Password-1', own.running.sandbox.userPoolId);
    const srp = (username: string) => own.call('POST', '/sign-in/srp', { username, srpA });
    const choice = (username: string) => own.call('POST', '/sign-in/choice', { username });
    expect(await distanceOf(srp, 200)).toBeLessThan(farthest);
    expect(await distanceOf(choice, 200)).toBeLessThan(farthest);
  });
});
