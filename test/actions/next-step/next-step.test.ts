import { expect, it } from 'vitest';
import { nextStep } from '../../../server/actions/next-step/next-step.ts';
import { findAction } from '../../../server/actions/registry.ts';
import { toPoolDescription } from '../../../server/cognito/map.ts';
import { type PoolUser, userStatuses } from '../../../server/cognito/types.ts';

const now = new Date('2026-11-20T12:00:00Z');
const pool = toPoolDescription({
  MfaConfiguration: 'OPTIONAL',
  Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 3 } },
});

function user(status: PoolUser['status'], changes: Partial<PoolUser> = {}): PoolUser {
  return {
    username: 'alice',
    sub: 's',
    status,
    isEnabled: true,
    attributes: { email: 'a@example.com', email_verified: 'true' },
    createdAt: now,
    modifiedAt: now,
    ...changes,
  };
}

const unverified = { attributes: { email: 'a@example.com', email_verified: 'false' } };
const phoneOnly = { attributes: { phone_number: '+15550100', phone_number_verified: 'true' } };
const nothing = { attributes: {} };
const daysAgo = (days: number) => ({ modifiedAt: new Date(now.getTime() - days * 86_400_000) });

it.each([
  [user('FORCE_CHANGE_PASSWORD'), 'invited', 'user.resend-invitation'],
  [user('FORCE_CHANGE_PASSWORD', daysAgo(2.99)), 'invited', 'user.resend-invitation'],
  [user('FORCE_CHANGE_PASSWORD', daysAgo(3)), 'invitation_expired', 'user.resend-invitation'],
  [user('FORCE_CHANGE_PASSWORD', nothing), 'invited_without_contact', 'user.add-contact'],
  [user('FORCE_CHANGE_PASSWORD', unverified), 'invited', 'user.resend-invitation'],
  [user('UNCONFIRMED', unverified), 'unconfirmed', 'user.mend'],
  [user('UNCONFIRMED', phoneOnly), 'unconfirmed_plain', 'user.confirm'],
  [user('UNCONFIRMED', nothing), 'unconfirmed_plain', 'user.confirm'],
  [user('CONFIRMED'), 'fine', 'user.reset-password'],
  [user('CONFIRMED', phoneOnly), 'fine', 'user.reset-password'],
  [user('CONFIRMED', unverified), 'unverified_contact', 'user.mend'],
  [user('CONFIRMED', nothing), 'no_contact', 'user.add-contact'],
  [user('RESET_REQUIRED'), 'reset_required', 'user.reset-password'],
  [user('RESET_REQUIRED', unverified), 'reset_required_unverified', 'user.mend'],
  [user('RESET_REQUIRED', nothing), 'reset_required_without_contact', 'user.add-contact'],
  [user('COMPROMISED'), 'compromised', 'user.reset-password'],
  [user('COMPROMISED', unverified), 'compromised_unverified', 'user.mend'],
  [user('COMPROMISED', nothing), 'compromised_without_contact', 'user.add-contact'],
  [user('EXTERNAL_PROVIDER'), 'federated', undefined],
  [user('ARCHIVED'), 'archived', undefined],
  [user('UNKNOWN'), 'archived', undefined],
  [user('CONFIRMED', { isEnabled: false }), 'disabled', 'user.enable'],
  [user('FORCE_CHANGE_PASSWORD', { isEnabled: false, ...daysAgo(9) }), 'disabled', 'user.enable'],
])('takes %j for %s, mended by %s', (stuck, code, actionId) => {
  expect(nextStep(stuck, pool, now)).toMatchObject({ code, actionId });
});

it('never offers what would be refused in that state', () => {
  for (const status of userStatuses) {
    for (const changes of [{}, unverified, phoneOnly, nothing, { isEnabled: false }]) {
      const stuck = user(status, changes);
      const { actionId } = nextStep(stuck, pool, now);
      if (actionId === undefined) continue;
      const target = { kind: 'user', name: 'alice', sub: 's', user: stuck, groups: [] } as const;
      const refusal = findAction(actionId)?.refusal(target, pool);
      expect([status, changes, actionId, refusal?.code]).toEqual([
        status,
        changes,
        actionId,
        undefined,
      ]);
    }
  }
});

it('speaks of a lost authenticator only where a second factor is asked for', () => {
  expect(nextStep(user('CONFIRMED'), pool, now).otherwise?.actionId).toBe('user.reset-mfa');
  const off = toPoolDescription({ MfaConfiguration: 'OFF' });
  expect(nextStep(user('CONFIRMED'), off, now).otherwise).toBeUndefined();
  expect(nextStep(user('UNCONFIRMED'), pool, now).otherwise).toBeUndefined();
});
