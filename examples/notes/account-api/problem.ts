/** A refusal of the account API: problem details (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  /** Stable, for decisions. */
  readonly code: string;
  /** A sentence for people. */
  readonly detail: string;
  /** Sentences by the member of the body that they are about. */
  readonly fields: Readonly<Record<string, string>>;
  /** With which the same challenge can be answered once more. */
  readonly handle: string | undefined;

  constructor(given: {
    readonly status: number;
    readonly code?: string;
    readonly detail?: string;
    readonly fields?: Readonly<Record<string, string>>;
    readonly handle?: string;
  }) {
    super(given.detail ?? `The account API answered ${given.status}.`);
    this.name = 'Problem';
    this.status = given.status;
    this.code = given.code ?? 'unexpected_error';
    this.detail = given.detail ?? 'Something unexpected went wrong. Try again in a moment.';
    this.fields = given.fields ?? {};
    this.handle = given.handle;
  }
}

/** Codes of a session that has ended at the pool, such as after a sign-out everywhere. */
const overCodes: ReadonlySet<string> = new Set(['not_signed_in', 'token_refused', 'token_revoked']);

/** Whether an error says that the user has to sign in again. */
export function isOver(error: unknown): error is Problem {
  return error instanceof Problem && overCodes.has(error.code);
}

/**
 * The refusal that a form is to be shown again with. Anything else is a fault, and thrown on.
 *
 * @throws the error when it is none of the account API, or says that the API does not work or the session is over
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem && error.status < 500 && !isOver(error)) return error;
  throw error;
}
