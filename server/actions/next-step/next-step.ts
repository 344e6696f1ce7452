import type { PoolDescription, PoolUser } from '../../cognito/types.ts';
import { contactsOf, isReachable, recoveryContactsOf } from '../attributes/contacts.ts';
import { identitiesOf } from '../user/providers/identities.ts';
import { type Situation, type SituationCode, situations } from './situations.ts';

/** What keeps a user out, and the one safe way to mend it. */
export type NextStep = Situation & {
  readonly code: SituationCode;
  /** For the other trouble that the pool does not show: a lost authenticator. */
  readonly otherwise: { readonly text: string; readonly actionId: string } | undefined;
};

/**
 * Says what keeps a user out, in words, and what mends it.
 *
 * @param now decides whether an invitation has expired
 */
export function nextStep(user: PoolUser, pool: PoolDescription, now: Date): NextStep {
  const code = situationOf(user, pool, now);
  const hasPassword = user.isEnabled && user.status === 'CONFIRMED';
  return {
    code,
    ...situations[code],
    ...(code === 'federated' && { title: titleOfFederated(user) }),
    otherwise: hasPassword && pool.mfa !== 'OFF' ? lostAuthenticator : undefined,
  };
}

/** What the button of the card says, where it says more than the action's own label. */
export function stepLabel(user: PoolUser, pool: PoolDescription): string | undefined {
  // The time only tells one invitation from another, and they have the same button.
  return nextStep(user, pool, user.modifiedAt).label;
}

const lostAuthenticator = {
  text: 'The authenticator is lost or the phone is new?',
  actionId: 'user.reset-mfa',
} as const;

const day = 86_400_000;

function situationOf(user: PoolUser, pool: PoolDescription, now: Date): SituationCode {
  if (!user.isEnabled) return 'disabled';
  switch (user.status) {
    case 'FORCE_CHANGE_PASSWORD':
      return situationOfInvited(user, pool, now);
    case 'UNCONFIRMED': {
      const hasContact = recoveryContactsOf(user, pool).length > 0;
      return hasContact && !isReachable(user, pool) ? 'unconfirmed' : 'unconfirmed_plain';
    }
    case 'CONFIRMED':
      return byRecovery(user, pool, {
        reachable: 'fine',
        unverified: 'unverified_contact',
        withoutContact: 'no_contact',
        withoutRecovery: 'no_recovery',
      });
    case 'RESET_REQUIRED':
      return byRecovery(user, pool, {
        reachable: 'reset_required',
        unverified: 'reset_required_unverified',
        withoutContact: 'reset_required_without_contact',
        withoutRecovery: 'reset_required_without_recovery',
      });
    case 'COMPROMISED':
      return byRecovery(user, pool, {
        reachable: 'compromised',
        unverified: 'compromised_unverified',
        withoutContact: 'compromised_without_contact',
        withoutRecovery: 'compromised_without_recovery',
      });
    case 'EXTERNAL_PROVIDER':
      return 'federated';
    case 'ARCHIVED':
      return 'archived';
    case 'UNKNOWN':
      return 'unknown';
  }
}

/**
 * The service tells when the user was created and last changed, not when the temporary password was
 * made: it was some time between the two.
 */
function situationOfInvited(user: PoolUser, pool: PoolDescription, now: Date): SituationCode {
  if (contactsOf(user).length === 0) return 'invited_without_contact';
  const validFor = pool.passwordPolicy.temporaryPasswordValidityDays * day;
  if (user.modifiedAt.getTime() + validFor <= now.getTime()) return 'invitation_expired';
  return user.createdAt.getTime() + validFor <= now.getTime() ? 'invited_again' : 'invited';
}

type ByRecovery = Readonly<
  Record<'reachable' | 'unverified' | 'withoutContact' | 'withoutRecovery', SituationCode>
>;

/** Which of four it is, by whether a code for a forgotten password can reach the user. */
function byRecovery(user: PoolUser, pool: PoolDescription, codes: ByRecovery): SituationCode {
  if (pool.recoversBy.length === 0) return codes.withoutRecovery;
  if (isReachable(user, pool)) return codes.reachable;
  return recoveryContactsOf(user, pool).length > 0 ? codes.unverified : codes.withoutContact;
}

/** "Signs in at Google"; a user may be known at several providers. */
function titleOfFederated(user: PoolUser): string {
  const providers = [...new Set(identitiesOf(user).map(({ provider }) => provider))];
  return providers.length === 0
    ? situations.federated.title
    : `Signs in at ${providers.join(', ')}`;
}
