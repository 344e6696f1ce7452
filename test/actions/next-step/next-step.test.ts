import { expect, it } from 'vitest';
import { nextStep } from '../../../server/actions/next-step/next-step.ts';
import { findAction } from '../../../server/actions/registry.ts';
import { toPoolDescription } from '../../../server/cognito/map.ts';
import { type PoolUser, userStatuses } from '../../../server/cognito/types.ts';

const now = new Date('2026-11-20T12:00:00Z');

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
const unverifiedBesidePhone = { attributes: { ...unverified.attributes, ...phoneOnly.attributes } };
const nothing = { attributes: {} };
const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
const daysAgo = (days: number) => ({ createdAt: before(days), modifiedAt: before(days) });
const from = (...Name: ('verified_email' | 'verified_phone_number' | 'admin_only')[]) =>
  toPoolDescription({
    MfaConfiguration: 'OPTIONAL',
    AccountRecoverySetting: {
      RecoveryMechanisms: Name.map((one, index) => ({ Priority: index + 1, Name: one })),
    },
    SchemaAttributes: ['email', 'phone_number'].map((one) => ({ Name: one, Mutable: true })),
  });
const pool = {
  ...from('verified_phone_number', 'verified_email'),
  passwordPolicy: { ...toPoolDescription({}).passwordPolicy, temporaryPasswordValidityDays: 3 },
};
const byEmailOnly = from('verified_email');
const byAdministrator = from('admin_only');

it.each([
  [user('FORCE_CHANGE_PASSWORD'), 'invited', 'user.resend-invitation'],
  [user('FORCE_CHANGE_PASSWORD', daysAgo(2.99)), 'invited', 'user.resend-invitation'],
  [user('FORCE_CHANGE_PASSWORD', daysAgo(3)), 'invitation_expired', 'user.resend-invitation'],
  [
    user('FORCE_CHANGE_PASSWORD', { createdAt: before(3) }),
    'invited_again',
    'user.resend-invitation',
  ],
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
  [user('ARCHIVED'), 'archived', 'user.set-password'],
  [user('UNKNOWN'), 'unknown', undefined],
  [user('CONFIRMED', { isEnabled: false }), 'disabled', 'user.enable'],
  [user('FORCE_CHANGE_PASSWORD', { isEnabled: false, ...daysAgo(9) }), 'disabled', 'user.enable'],
])('takes %j for %s, mended by %s', (stuck, code, actionId) => {
  expect(nextStep(stuck, pool, now)).toMatchObject({ code, actionId });
});

it.each([
  [user('CONFIRMED', phoneOnly), 'no_contact', 'user.add-contact'],
  [user('CONFIRMED', unverifiedBesidePhone), 'unverified_contact', 'user.mend'],
  [user('RESET_REQUIRED', phoneOnly), 'reset_required_without_contact', 'user.add-contact'],
  [user('COMPROMISED', unverifiedBesidePhone), 'compromised_unverified', 'user.mend'],
  [user('UNCONFIRMED', unverifiedBesidePhone), 'unconfirmed', 'user.mend'],
  [user('FORCE_CHANGE_PASSWORD', phoneOnly), 'invited', 'user.resend-invitation'],
])('takes %j, in a pool that sends codes by e-mail only, for %s', (stuck, code, actionId) => {
  expect(nextStep(stuck, byEmailOnly, now)).toMatchObject({ code, actionId });
});

it.each([
  [user('CONFIRMED'), 'no_recovery', 'user.set-password'],
  [user('CONFIRMED', nothing), 'no_recovery', 'user.set-password'],
  [user('RESET_REQUIRED'), 'reset_required_without_recovery', 'user.set-password'],
  [user('COMPROMISED'), 'compromised_without_recovery', 'user.set-password'],
  [user('UNCONFIRMED', unverified), 'unconfirmed_plain', 'user.confirm'],
])('takes %j, in a pool that sends no codes, for %s', (stuck, code, actionId) => {
  expect(nextStep(stuck, byAdministrator, now)).toMatchObject({ code, actionId });
});

it('names the provider at which somebody signs in', () => {
  const identities = JSON.stringify([{ providerName: 'Okta "EU" <1>', userId: 'u' }]);
  const titleOf = (attributes: Record<string, string>) =>
    nextStep(user('EXTERNAL_PROVIDER', { attributes }), pool, now).title;
  expect(titleOf({ identities })).toBe('Signs in at Okta "EU" <1>');
  expect(titleOf({})).toBe('Signs in elsewhere');
  expect(titleOf({ identities: 'not JSON' })).toBe('Signs in elsewhere');
});

it('never offers what would be refused in that state', () => {
  const changed = [{}, unverified, phoneOnly, unverifiedBesidePhone, nothing, { isEnabled: false }];
  const kinds = userStatuses.flatMap((status) => changed.map((changes) => user(status, changes)));
  const pools = { pool, byEmailOnly, byAdministrator };
  for (const [name, settings] of Object.entries(pools)) {
    for (const stuck of kinds) {
      const { actionId } = nextStep(stuck, settings, now);
      if (actionId === undefined) continue;
      const target = { kind: 'user', name: 'alice', sub: 's', user: stuck, groups: [] } as const;
      const refusal = findAction(actionId)?.refusal(target, settings)?.code;
      expect({ name, stuck, actionId, refusal }).toEqual({
        name,
        stuck,
        actionId,
        refusal: undefined,
      });
    }
  }
});

it('speaks of a lost authenticator only where a second factor is asked for', () => {
  expect(nextStep(user('CONFIRMED'), pool, now).otherwise?.actionId).toBe('user.reset-mfa');
  const off = toPoolDescription({ MfaConfiguration: 'OFF' });
  expect(nextStep(user('CONFIRMED'), off, now).otherwise).toBeUndefined();
  expect(nextStep(user('UNCONFIRMED'), pool, now).otherwise).toBeUndefined();
});
