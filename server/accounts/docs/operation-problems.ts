import type { ProblemName } from './problem-codes.ts';

/** Problems of single operations beside those that follow from what an operation needs. */
const specific: Readonly<Record<string, readonly ProblemName[]>> = {
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
    'user_not_confirmed',
    'password_reset_required',
    'temporary_password_expired',
    'device_refused',
    'challenge_not_supported',
    'sign_in_busy',
  ],
  answerChallenge: [
    'sign_in_failed',
    'challenge_expired',
    'challenge_not_supported',
    'wrong_code',
    'code_expired',
    'code_used',
    'invalid_password',
  ],
  refresh: ['session_ended'],
  updateMe: ['invalid_parameter', 'alias_exists'],
  deleteMe: ['recent_sign_in_required'],
  changePassword: ['wrong_password', 'invalid_password', 'password_used_before'],
  sendAttributeCode: ['no_such_contact', 'code_delivery_failed'],
  verifyAttribute: ['wrong_code', 'code_expired', 'alias_exists'],
};

/** What the pool can answer to any operation that asks it. */
const ofPool: readonly ProblemName[] = ['pool_busy', 'pool_unreachable', 'pool_error'];

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
  const own = Object.hasOwn(specific, operationId) ? specific[operationId] : undefined;
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
