import type { ProblemCode } from '../../web/api-docs/problem-answers.ts';

const conflict = (meaning: string): ProblemCode => ({ status: [409], meaning });

/** What the checks answer that every action passes, whatever it does. */
export const checkProblemCodes = {
  verb_not_allowed: { status: [403], meaning: 'The API key was not made for this action.' },
  recent_sign_in_required: {
    status: [403],
    meaning: 'The action needs a recent sign-in of the operator. Sign in again, then repeat it.',
  },
  target_is_operator: conflict(
    'The user is an operator. Only an administrator can change operators.',
  ),
  not_yourself: conflict(
    'Operators cannot take away their own access, nor can an API key that of its owner.',
  ),
  last_administrator: conflict('The user is the last enabled administrator.'),
  operator_group: conflict('Members of this group are operators, so it cannot be deleted here.'),
  precondition_failed: {
    status: [412],
    meaning: 'The target is no longer as the `ETag` in `If-Match` says. Read it again.',
  },
  changed_meanwhile: conflict('Something else changed the target at the same moment. Try again.'),
} as const satisfies Readonly<Record<string, ProblemCode>>;

/** What is wrong with a request that repeats another one. */
export const idempotencyProblemCodes = {
  idempotency_key_reused: {
    status: [422],
    meaning: 'The `Idempotency-Key` came with another request before. Use a new one.',
  },
  request_in_progress: conflict(
    'The first request with this `Idempotency-Key` is under way. Try again after `Retry-After` seconds.',
  ),
  outcome_unknown: conflict(
    'The first request with this `Idempotency-Key` was begun, and it is not known whether it was carried out. Look at the target or the audit; to repeat it, use a new key.',
  ),
} as const satisfies Readonly<Record<string, ProblemCode>>;

/** Why an action would fail, or do harm, in the present state of its target. */
export const refusalProblemCodes = {
  already_confirmed: conflict('The user is confirmed already.'),
  already_disabled: conflict('The user is disabled already.'),
  already_enabled: conflict('The user is enabled already.'),
  already_verified: conflict('Every contact of the user is verified already.'),
  contact_does_not_help: conflict('A contact does not let this user sign in.'),
  contact_of_disabled: conflict('The user is disabled. Enable the user first.'),
  has_contact: conflict('The user has a contact already. Edit the attributes instead.'),
  identity_in_use: conflict('The identity is linked to a user, or has signed in before.'),
  invitation_not_delivered: {
    status: [502],
    meaning: 'The user was created, but the invitation could not be delivered. Resend it.',
  },
  invitation_not_pending: conflict('The user has signed in already. Reset the password instead.'),
  invited_user: conflict('The user was invited. Resend the invitation instead of confirming.'),
  link_of_federated: conflict('Identities cannot be linked to a federated user.'),
  mfa_of_federated: conflict('The provider of a federated user asks for the second factor.'),
  mfa_off: conflict('The pool does not use second factors.'),
  no_contact: conflict('The user has neither an email address nor a phone number.'),
  no_identity: conflict('No identity of another provider is linked to the user.'),
  no_self_service_recovery: conflict('The pool sends no codes for forgotten passwords.'),
  no_such_identity: conflict('The identity is not linked to this user.'),
  no_verified_contact: conflict('The user has no verified contact. Mark one as verified first.'),
  not_invited: conflict('The user has no invitation that could be sent again.'),
  not_unconfirmed: conflict('Only an unconfirmed user can be confirmed.'),
  nothing_to_mend: conflict('Nothing keeps the user out that takes several steps to mend.'),
  reset_of_archived: conflict('The user is archived. Set a temporary password instead.'),
  reset_of_disabled: conflict('The user is disabled. Enable the user first.'),
  reset_of_federated: conflict('A federated user has no password in this pool.'),
  reset_of_invited: conflict('The user has no password yet. Resend the invitation instead.'),
  reset_of_unconfirmed: conflict('The user is not confirmed. Confirm the user first.'),
  reset_refused_in_status: conflict('The password cannot be reset in this status.'),
  too_many_identities: conflict('A user can have at most five linked identities.'),
  unlink_of_federated: conflict(
    'The user exists by that identity alone. Disable the user instead.',
  ),
  user_disabled: conflict('The user is disabled. Enable the user first.'),
} as const satisfies Readonly<Record<string, ProblemCode>>;

/** What Cognito answers, in the words of this API. */
export const poolProblemCodes = {
  username_exists: conflict('A user of this username exists already.'),
  alias_exists: conflict('Another user signs in with this address or preferred username.'),
  group_exists: conflict('A group of this name exists already.'),
  invalid_parameter: { status: [422], meaning: 'The pool does not accept one of the values.' },
  invalid_password: {
    status: [422],
    meaning: 'The password does not meet the policy of the pool.',
  },
  password_used_before: { status: [422], meaning: 'The password was used before.' },
  not_found_in_pool: {
    status: [404],
    meaning: 'The pool does not have what the action needs, such as a session or device.',
  },
  not_enabled_in_pool: conflict('The feature is not enabled in the pool, or not in its plan.'),
  refused_by_pool: conflict('The pool refuses this in the present state of the user.'),
  wrong_user_status: conflict('The pool refuses this for a user of this status.'),
  refused_by_trigger: conflict('A Lambda trigger of the pool refused this.'),
  precondition_not_met: conflict('The pool says that something else has to be done first.'),
  user_not_confirmed: conflict('The user has not confirmed the sign-up. Confirm the user first.'),
  password_reset_required: conflict('The user has to choose a new password first.'),
  pool_limit_exceeded: {
    status: [429],
    meaning: 'A limit of the pool is reached. Try again after `Retry-After` seconds.',
  },
  too_many_attempts: {
    status: [429],
    meaning: 'The pool counted too many failed attempts. Try again after `Retry-After` seconds.',
  },
  code_delivery_failed: { status: [502], meaning: 'The pool could not deliver the message.' },
  pool_messaging_misconfigured: {
    status: [502],
    meaning: 'The email or SMS settings of the pool are not complete.',
  },
  pool_trigger_failed: { status: [502], meaning: 'A Lambda trigger of the pool failed.' },
  blocked_by_firewall: { status: [502], meaning: 'The AWS WAF of the pool blocked the call.' },
  not_supported_by_endpoint: {
    status: [502],
    meaning: 'The endpoint in place of Cognito does not have this operation.',
  },
} as const satisfies Readonly<Record<string, ProblemCode>>;
