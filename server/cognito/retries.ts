import type {
  CognitoIdentityProviderClientConfig,
  CognitoIdentityProviderClientResolvedConfig,
} from '@aws-sdk/client-cognito-identity-provider';

/**
 * Operations that are not repeated when the answer is lost, since it is not known whether the pool
 * carried them out. Throttled calls of them are still retried: the pool did nothing then.
 *
 * Source: API reference, each operation; developer guide, "Message settings" (which calls send messages).
 */
const unrepeatable: ReadonlySet<string> = new Set([
  // They send an invitation or a code: a second call sends a second message.
  'AdminCreateUser',
  'AdminResetUserPassword',
  'AdminUpdateUserAttributes',
  'ForgotPassword',
  'GetUserAttributeVerificationCode',
  'ResendConfirmationCode',
  'SignUp',
  'UpdateUserAttributes',
  // A session or code works once, and an answer may send the next code.
  'AdminRespondToAuthChallenge',
  'AssociateSoftwareToken',
  'ConfirmForgotPassword',
  'ConfirmSignUp',
  'RespondToAuthChallenge',
  'VerifySoftwareToken',
  // A second call is refused because of the first: exists already, not found, used before.
  'AdminConfirmSignUp',
  'AdminDeleteUser',
  'AdminDisableProviderForUser',
  'AdminForgetDevice',
  'AdminLinkProviderForUser',
  'AdminRevokeUserSession',
  'AdminSetUserPassword',
  'ChangePassword',
  'ConfirmDevice',
  'CreateGroup',
  'DeleteGroup',
  'DeleteUser',
  'ForgetDevice',
  'GlobalSignOut',
  'RevokeUserSession',
  'VerifyUserAttribute',
]);

/** True for an operation that must not be sent again while it is not known whether it was done. */
export function isUnrepeatable(operation: string): boolean {
  return unrepeatable.has(operation);
}

/** The connection was never made, so nothing was sent. */
const notConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

/**
 * The SDK's retries for operations that are not repeatable: only after answers that say that nothing
 * was done (throttled, refused), or when nothing was sent.
 *
 * @param standard the retry strategy of the client for all other operations
 */
export function retriesUnlessLost(
  standard: CognitoIdentityProviderClientResolvedConfig['retryStrategy'],
): NonNullable<CognitoIdentityProviderClientConfig['retryStrategy']> {
  const strategy = async () => {
    const resolved = await standard();
    if ('refreshRetryTokenForRetry' in resolved) return resolved;
    throw new TypeError('The SDK has another kind of retry strategy than expected.');
  };
  let recordSuccess: Awaited<ReturnType<typeof strategy>>['recordSuccess'] = () => undefined;
  return {
    async acquireInitialRetryToken(scope) {
      const resolved = await strategy();
      recordSuccess = (token) => resolved.recordSuccess(token);
      return resolved.acquireInitialRetryToken(scope);
    },
    async refreshRetryTokenForRetry(token, info) {
      const { error, errorType } = info;
      const status = error?.$metadata?.httpStatusCode ?? 500;
      const isNotSent = error !== undefined && 'code' in error && notConnected.has(`${error.code}`);
      if (errorType !== 'THROTTLING' && status >= 500 && !isNotSent) {
        throw new Error('It is not known whether the call was carried out.');
      }
      return (await strategy()).refreshRetryTokenForRetry(token, info);
    },
    recordSuccess: (token) => recordSuccess(token),
  };
}
