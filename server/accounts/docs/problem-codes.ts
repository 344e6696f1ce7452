import type { ProblemCode } from '../../web/api-docs/problem-answers.ts';

/** Every code that the account API answers with, in the order of the readable page. */
export const problemCodes = {
  malformed_request: {
    status: [400],
    meaning: 'The body is not one JSON object, or the request cannot be read at all.',
  },
  malformed_address: { status: [400], meaning: 'The address has broken percent-encoding.' },
  wrong_host: {
    status: [400, 421],
    meaning: 'The request names another host than the one that this server answers for.',
  },
  invalid_input: {
    status: [422],
    meaning:
      'Members of the body or of the path are missing or not of the expected form; `fields` names them.',
  },
  invalid_parameter: {
    status: [422],
    meaning: 'The user pool does not accept a value; `fields` names it where the pool does.',
  },
  body_too_large: { status: [413], meaning: 'The body is larger than 64 KB.' },
  unsupported_media_type: {
    status: [415],
    meaning: 'The body was not sent as `application/json`.',
  },
  not_found: { status: [404], meaning: 'There is no such operation.' },
  not_signed_in: {
    status: [401],
    meaning: 'The operation needs an access token and none was sent. Sign in.',
  },
  token_refused: {
    status: [401],
    meaning:
      'The access token has expired, was tampered with, or is for another pool or app client. Refresh it.',
  },
  token_revoked: {
    status: [401],
    meaning: 'The user signed out everywhere, or was disabled or deleted. Sign in again.',
  },
  insufficient_scope: {
    status: [403],
    meaning: 'The access token lacks the scope `aws.cognito.signin.user.admin`.',
  },
  session_ended: {
    status: [401],
    meaning: 'The refresh token, or the session in cookie mode, is over. Sign in again.',
  },
  not_a_refresh_token: { status: [422], meaning: 'The value sent is not a refresh token.' },
  bearer_refused: {
    status: [401],
    meaning: 'Cookie mode takes no access token in a header; the cookie names the session.',
  },
  recent_sign_in_required: {
    status: [401],
    meaning: 'The sign-in was too long ago for this operation. Sign in again, then repeat it.',
  },
  cross_site_request: {
    status: [403],
    meaning: 'Cookie mode: the request came from a page of another origin.',
  },
  sign_in_failed: {
    status: [401],
    meaning: 'The username or the password is wrong, or the account cannot sign in.',
  },
  user_not_confirmed: {
    status: [401, 409],
    meaning: 'The account waits for `POST /confirm`.',
  },
  password_reset_required: {
    status: [401, 409],
    meaning: 'The password was reset. Set a new one by `POST /reset-password`.',
  },
  temporary_password_expired: {
    status: [401],
    meaning: 'The temporary password has expired. An administrator can send another one.',
  },
  handle_expired: {
    status: [401],
    meaning: 'The handle has expired or was used. Begin the sign-in again.',
  },
  flow_not_allowed: {
    status: [403],
    meaning: 'This application does not allow sign-in by the admin flow. Use the flow `srp`.',
  },
  flow_not_enabled: {
    status: [409],
    meaning: 'The app client does not allow this way to sign in.',
  },
  challenge_expired: {
    status: [401],
    meaning: 'The handle has expired or was used. Begin the sign-in again.',
  },
  challenge_not_supported: {
    status: [502, 409],
    meaning: 'The pool asks for something that this API cannot answer, such as a custom challenge.',
  },
  device_refused: {
    status: [401],
    meaning: 'The pool does not remember this device. Sign in without it.',
  },
  sign_in_busy: {
    status: [503],
    meaning: 'Too many sign-ins wait. Try again after `Retry-After`.',
  },
  username_taken: {
    status: [409],
    meaning: 'The username or address has an account. Only where taken names are reported.',
  },
  sign_up_closed: {
    status: [403],
    meaning: 'The pool lets only administrators create accounts.',
  },
  alias_exists: {
    status: [409],
    meaning: 'Another account signs in with this email address, phone number or name.',
  },
  invalid_password: {
    status: [422],
    meaning: "The new password does not meet the pool's policy, which `fields` states.",
  },
  password_used_before: {
    status: [422],
    meaning: 'The new password was used before, and the pool does not allow that.',
  },
  wrong_password: { status: [422], meaning: 'The current password is not right.' },
  wrong_code: {
    status: [422],
    meaning: 'The code is wrong. Before sign-in, also for expired codes and unknown usernames.',
  },
  code_expired: { status: [422], meaning: 'The code has expired. Request another one.' },
  code_used: { status: [422], meaning: 'The code was used already. Wait for the next one.' },
  code_mismatch: { status: [422], meaning: 'The code is not the one that was sent.' },
  code_delivery_failed: {
    status: [502],
    meaning: 'The pool could not deliver the code. Request another one later.',
  },
  no_such_contact: {
    status: [409],
    meaning: 'The account has no such address to send a code to.',
  },
  totp_not_started: { status: [409], meaning: 'Request a secret by `POST /me/totp` first.' },
  totp_not_verified: { status: [409], meaning: 'Verify the authenticator app first.' },
  mfa_required: {
    status: [409],
    meaning: 'The pool requires a second factor. Switch another one on first.',
  },
  no_phone_number: { status: [409], meaning: 'Codes by SMS need a phone number.' },
  no_email_address: { status: [409], meaning: 'Codes by email need an email address.' },
  not_enabled_in_pool: {
    status: [409],
    meaning: 'The pool does not offer this, or its plan does not include it.',
  },
  attribute_not_verifiable: {
    status: [404],
    meaning: 'Only the email address and the phone number can be verified by a code.',
  },
  device_not_found: { status: [404], meaning: 'The account has no such device.' },
  device_exists: { status: [409], meaning: 'The device is confirmed already.' },
  session_not_found: { status: [404], meaning: 'The account has no such session.' },
  current_session: { status: [409], meaning: 'This session is the one in use. Sign out instead.' },
  refused_by_trigger: {
    status: [409],
    meaning: 'A Lambda trigger of the pool refused this by its own rules.',
  },
  refused_by_pool: { status: [409], meaning: 'The pool does not allow this for the account.' },
  wrong_user_status: {
    status: [409],
    meaning: 'The pool does not allow this in the present status of the account.',
  },
  user_not_found: { status: [404], meaning: 'The account does not exist any more.' },
  not_found_in_pool: { status: [404], meaning: 'The pool does not have what this needs.' },
  changed_meanwhile: {
    status: [409],
    meaning: 'Something else changed the account at the same moment. Repeat the request.',
  },
  precondition_not_met: {
    status: [409],
    meaning: 'Something else has to be done first, says the pool.',
  },
  too_many_sign_ins: {
    status: [429],
    meaning:
      'Too many failed sign-ins from one address or for one account. Wait for `Retry-After`.',
  },
  too_many_requests: {
    status: [429],
    meaning: 'Too many attempts from one address or for one account. Wait for `Retry-After`.',
  },
  too_many_attempts: {
    status: [429],
    meaning: 'The pool has locked this out after failures. Wait for `Retry-After`.',
  },
  pool_limit_exceeded: {
    status: [429],
    meaning: 'A limit of the pool is reached, such as messages a day.',
  },
  pool_busy: { status: [503], meaning: 'The pool is throttling. Try again after `Retry-After`.' },
  pool_unreachable: {
    status: [503],
    meaning: 'The pool did not answer; the request may have taken effect all the same.',
  },
  pool_error: { status: [502], meaning: 'The pool failed, or answered something unexpected.' },
  pool_trigger_failed: { status: [502], meaning: 'A Lambda trigger of the pool failed.' },
  pool_not_found: { status: [502], meaning: 'The configured pool does not exist.' },
  pool_access_denied: {
    status: [502],
    meaning: "The server's AWS credentials do not allow what the operation needs.",
  },
  pool_messaging_misconfigured: {
    status: [502],
    meaning: "The pool's email or SMS settings are not complete.",
  },
  sign_in_misconfigured: {
    status: [502],
    meaning: 'The app client, its secret or its sign-in flows are not set up for this.',
  },
  blocked_by_firewall: {
    status: [502],
    meaning: "The pool's web application firewall blocked the request.",
  },
  not_supported_by_endpoint: {
    status: [502],
    meaning: 'The endpoint that stands in for Cognito does not know the operation.',
  },
  managed_login_refused: {
    status: [401],
    meaning: 'Managed login did not complete the sign-in. Begin it again.',
  },
  managed_login_unreachable: {
    status: [503],
    meaning: 'Managed login did not answer. Try again.',
  },
  not_a_navigation: {
    status: [403],
    meaning:
      'Managed login begins and ends in the address bar of a browser, not by a script or image.',
  },
  storage_unavailable: {
    status: [503],
    meaning: 'The storage of this server cannot be read or written. Try again in a moment.',
  },
  user_disabled: { status: [409], meaning: 'The account is disabled.' },
  already_confirmed: { status: [409], meaning: 'The account is confirmed already.' },
  no_verified_contact: {
    status: [409],
    meaning: 'The account has no verified address that a code could be sent to.',
  },
  unexpected_error: {
    status: [500],
    meaning: 'A fault of this server. Quote `requestId` when you report it.',
  },
} as const satisfies Readonly<Record<string, ProblemCode>>;

export type ProblemName = keyof typeof problemCodes;

export const problemNames = Object.keys(problemCodes) as readonly ProblemName[];
