import { ClientError, networkError } from '../errors.ts';
import type { CognitoAnswer } from './answers.ts';

/** How Cognito is reached without a server in between. */
export type CognitoOptions = {
  /** `eu-west-1_AbCdEf123` */
  readonly userPoolId: string;
  readonly clientId: string;
  /** For servers only: in a page everyone can read it. */
  readonly clientSecret?: string | undefined;
  /** Another address of the API, such as a sandbox's. */
  readonly endpoint?: string | undefined;
  /** Shown by authenticator apps beside the username. */
  readonly totpIssuer?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
};

/** Calls one operation. */
export type Call = (operation: string, input: object) => Promise<CognitoAnswer>;

/**
 * Makes the caller of Cognito's operations that need no AWS credentials.
 *
 * @throws ClientError with the operation's refusal, or `network_error`
 *
 * Source: Amazon Cognito user pools API reference, "Making API requests".
 */
export function createCall(options: CognitoOptions): Call {
  const [region] = options.userPoolId.split('_');
  const endpoint = options.endpoint ?? `https://cognito-idp.${region}.amazonaws.com/`;
  return async (operation, input) => {
    const request = {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(input),
    };
    const response = await (options.fetch ?? fetch)(endpoint, request).catch(() => {
      throw networkError();
    });
    const answer = parsed(await response.text());
    if (response.ok) return answer;
    throw refusal(answer.__type ?? '', answer.message ?? '', response.status);
  };
}

const codes: Readonly<Record<string, string>> = {
  CodeMismatchException: 'wrong_code',
  EnableSoftwareTokenMFAException: 'wrong_code',
  LimitExceededException: 'pool_limit_exceeded',
  TooManyRequestsException: 'pool_busy',
  TooManyFailedAttemptsException: 'too_many_attempts',
  UserLambdaValidationException: 'refused_by_trigger',
  PasswordHistoryPolicyViolationException: 'password_used_before',
};

/** The error for a refusal: `InvalidPasswordException` has the code `invalid_password`. */
function refusal(type: string, message: string, status: number): ClientError {
  const name = type.split('#').pop() ?? '';
  const words = name.replace(/(Exception|Error)$/, '').replaceAll(/\B[A-Z](?=[a-z])/g, '_$&');
  const code = codes[name] ?? (words.toLowerCase() || 'pool_error');
  return new ClientError({ code, status, message: message || 'Cognito refused the request.' });
}

function parsed(text: string): CognitoAnswer {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
