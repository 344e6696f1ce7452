import type { PasswordPolicy } from '../cognito/types.ts';
import type { OverviewRequest } from './query.ts';

export type Periods = Pick<OverviewRequest, 'invitationDays' | 'unconfirmedDays'>;

/** What Cognito gives a temporary password where the pool does not say otherwise. */
const standardInvitationDays = 7;

/**
 * After how many days an overview counts a user as stuck.
 *
 * @param policy of the pool; undefined where the pool does not answer
 */
export function periodsOf(policy: PasswordPolicy | undefined): Periods {
  return {
    invitationDays: policy?.temporaryPasswordValidityDays ?? standardInvitationDays,
    unconfirmedDays: 7,
  };
}
