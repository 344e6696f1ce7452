import { ClientError, networkError, type Problem } from '../errors.ts';

/** How the account API is reached. */
export type AccountsOptions = {
  /** `https://accounts.example.com/accounts/v1`, or `.../accounts/v1/apps/notes`. */
  readonly baseUrl: string;
  /** Where the tokens are: here, or on the server behind a cookie. */
  readonly mode?: 'body' | 'cookie' | undefined;
  readonly fetch?: typeof fetch | undefined;
};

/** Calls one operation; the caller names the answer's type, which is the contract's. */
export type CallAccounts = <Answer = void>(
  method: string,
  path: string,
  body?: object,
  accessToken?: string,
) => Promise<Answer>;

/**
 * Makes the caller of the account API.
 *
 * @throws ClientError with the code, sentence and fields of the problem details (RFC 9457), or
 * `network_error`
 */
export function createAccountsCall(options: AccountsOptions): CallAccounts {
  const base = options.baseUrl.replace(/\/$/, '');
  return async (method, path, body, accessToken) => {
    const request: RequestInit = {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
      credentials: options.mode === 'cookie' ? 'include' : 'omit',
    };
    const response = await (options.fetch ?? fetch)(`${base}${path}`, request).catch(() => {
      throw networkError();
    });
    const text = await response.text();
    if (response.ok) return text === '' ? undefined : JSON.parse(text);
    const answer = problemIn(text);
    throw new ClientError({
      code: answer.code ?? 'unexpected_answer',
      status: response.status,
      message: answer.detail ?? 'The service answered with an error. Try again later.',
      fields: answer.fields,
      retryAfter: Number(response.headers.get('retry-after')) || undefined,
      handle: answer.handle,
      managedLogin: answer.managedLogin,
    });
  };
}

/** Problem details; what is none, such as the page of a proxy, has no members. */
function problemIn(text: string): Partial<Problem & { readonly detail: string }> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
