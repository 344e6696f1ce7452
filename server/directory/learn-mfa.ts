import type { PoolGateway } from '../cognito/gateway.ts';
import type { LearntMfa } from './store/mfa.ts';

/** Where what is learnt of second factors is kept. */
export type MfaMemory = {
  /** @param askedAt milliseconds, when the pool was asked */
  learnMfa(username: string, learnt: LearntMfa, askedAt: number): Promise<void>;
  forgetMfa(username: string): Promise<void>;
};

/**
 * The same gateway, from which the mirror learns. `ListUsers` does not tell who has a second
 * factor, and asking for everybody would cost a call each: so whatever is asked for one user
 * anyway is remembered, and after a change it is asked once more, since the service answers some
 * changes with success and does nothing (`AdminSetUserMFAPreference` where a factor is required).
 *
 * @param report hears of trouble with remembering; what was asked or done stands all the same
 */
export function learningMfa(
  gateway: PoolGateway,
  memory: MfaMemory,
  { now, report }: { now: () => Date; report: (error: unknown) => void },
): PoolGateway {
  const ask: PoolGateway['authFactors'] = async (username) => {
    const askedAt = now().getTime();
    const factors = await gateway.authFactors(username);
    await memory.learnMfa(username, factors, askedAt).catch(report);
    return factors;
  };

  /** Between the change and the next answer, nothing is known. */
  const changing = async (username: string, change: () => Promise<void>): Promise<void> => {
    try {
      await change();
    } finally {
      await memory.forgetMfa(username).catch(report);
    }
  };

  return {
    ...gateway,
    authFactors: ask,
    async setMfaPreference(username, change) {
      await changing(username, () => gateway.setMfaPreference(username, change));
      await ask(username).catch(report);
    },
    deleteSoftwareToken: (username) =>
      changing(username, () => gateway.deleteSoftwareToken(username)),
  };
}
