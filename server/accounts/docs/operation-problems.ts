import type { ProblemName } from './problem-codes.ts';

/** Problems of single operations beside those that follow from what an operation needs. */
export const ownProblems: Readonly<Record<string, readonly ProblemName[]>> = {
  signUp: [
    'invalid_password',
    'invalid_parameter',
    'username_taken',
    'sign_up_closed',
    'refused_by_trigger',
  ],
  confirmSignUp: ['wrong_code', 'alias_exists', 'refused_by_trigger'],
  resetPassword: ['wrong_code', 'invalid_password', 'password_used_before'],
  signIn: [
    'sign_in_failed',
    'too_many_sign_ins',
    'flow_not_allowed',
    'user_not_confirmed',
    'password_reset_required',
    'temporary_password_expired',
    'device_refused',
    'challenge_not_supported',
    'sign_in_busy',
  ],
  startSrp: ['sign_in_failed', 'too_many_sign_ins', 'flow_not_enabled', 'device_refused'],
  startChoice: [
    'sign_in_failed',
    'too_many_sign_ins',
    'flow_not_enabled',
    'challenge_not_supported',
  ],
  answerChallenge: [
    'handle_expired',
    'too_many_sign_ins',
    'sign_in_failed',
    'challenge_not_supported',
    'wrong_code',
    'code_expired',
    'code_used',
    'invalid_password',
  ],
  refresh: ['session_ended', 'not_a_refresh_token'],
  signOut: ['not_a_refresh_token'],
  setMfa: [
    'mfa_required',
    'totp_not_verified',
    'no_phone_number',
    'no_email_address',
    'not_enabled_in_pool',
  ],
  startTotp: ['not_enabled_in_pool'],
  verifyTotp: ['wrong_code', 'totp_not_started'],
  listDevices: ['not_enabled_in_pool'],
  confirmDevice: ['device_exists', 'device_not_found', 'not_enabled_in_pool'],
  setDeviceRemembered: ['device_not_found'],
  forgetDevice: ['device_not_found'],
  listSessions: ['not_enabled_in_pool'],
  endSession: ['session_not_found', 'current_session'],
  updateMe: ['invalid_parameter', 'alias_exists'],
  deleteMe: ['recent_sign_in_required'],
  changePassword: ['wrong_password', 'invalid_password', 'password_used_before'],
  sendAttributeCode: ['attribute_not_verifiable', 'no_such_contact', 'code_delivery_failed'],
  verifyAttribute: ['attribute_not_verifiable', 'wrong_code', 'code_expired', 'alias_exists'],
};

/** What the pool can answer to any operation that asks it. */
const ofPool: readonly ProblemName[] = [
  'pool_busy',
  'pool_unreachable',
  'pool_error',
  'storage_unavailable',
];

type Needs = {
  readonly operationId: string;
  readonly hasBody: boolean;
  readonly hasParameters: boolean;
  /** Whether it needs an access token. */
  readonly isForUsers: boolean;
};

/** Codes of the problems of an operation, the most particular first. */
export function problemsOf(needs: Needs): readonly ProblemName[] {
  const { operationId, hasBody, hasParameters, isForUsers } = needs;
  const own = Object.hasOwn(ownProblems, operationId) ? ownProblems[operationId] : undefined;
  return [
    ...(own ?? []),
    ...(hasBody || hasParameters ? (['invalid_input'] as const) : []),
    ...(hasBody
      ? (['malformed_request', 'body_too_large', 'unsupported_media_type'] as const)
      : []),
    ...(isForUsers
      ? (['not_signed_in', 'token_refused', 'token_revoked', 'insufficient_scope'] as const)
      : (['too_many_requests'] as const)),
    ...ofPool,
  ];
}
