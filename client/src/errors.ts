/** What an error is made from. */
export type Problem = {
  /** Stable, in the words of the account API: `sign_in_failed`, `wrong_code`. */
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly message: string;
  /** A sentence for each input that is wrong. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** Seconds after which a retry may succeed. */
  readonly retryAfter?: number | undefined;
  /** Stands for the sign-in after a wrong answer, in place of the handle that was used up. */
  readonly handle?: string | undefined;
  /** Where to sign in again, after a session that began by managed login. */
  readonly managedLogin?: string | undefined;
};

/** Every error that this package throws. Branch by `code`; `message` is a sentence for a person. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: string;
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly retryAfter: number | undefined;
  readonly handle: string | undefined;
  readonly managedLogin: string | undefined;

  constructor(problem: Problem) {
    super(problem.message);
    this.code = problem.code;
    this.status = problem.status;
    this.fields = problem.fields ?? {};
    this.retryAfter = problem.retryAfter;
    this.handle = problem.handle;
    this.managedLogin = problem.managedLogin;
  }
}

/** True for an error of this package with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): error is ClientError {
  return error instanceof ClientError && codes.includes(error.code);
}

export function notSignedIn(): ClientError {
  return new ClientError({ code: 'not_signed_in', status: 401, message: 'Sign in first.' });
}

export function sessionEnded(): ClientError {
  const message = 'Your session has ended. Sign in again.';
  return new ClientError({ code: 'session_ended', status: 401, message });
}

/** For an operation that this transport or this pool does not have. */
export function notSupported(what: string): ClientError {
  const message = `${what} Use another way to sign in, or the account API.`;
  return new ClientError({ code: 'not_supported', status: 0, message });
}

/** For a request without an answer: offline, a refused connection, CORS. */
export function networkError(): ClientError {
  const message = 'The service cannot be reached. Check the connection, then try again.';
  return new ClientError({ code: 'network_error', status: 0, message });
}
