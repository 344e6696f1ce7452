/** Messages keyed by the name of the form field they belong to. */
export type FieldErrors = Readonly<Record<string, string>>;

type ErrorDetails = {
  /** Stable, machine-readable name, for example `user_not_found`. */
  code: string;
  /** HTTP status that a route answers with. */
  status: number;
  /** One or two sentences for the person: what went wrong and what to do next. */
  publicMessage: string;
  /** What really happened; goes to the log, never to the browser. */
  cause?: unknown;
  fields?: FieldErrors;
  /** Seconds after which the same request is worth trying again. */
  retryAfter?: number;
};

/**
 * The one error family of the console. Whatever is thrown elsewhere is shown as an unexpected
 * error without its text; of these, `publicMessage` and `fields` are shown.
 */
export class PoolkeeperError extends Error {
  readonly code: string;
  readonly status: number;
  readonly publicMessage: string;
  readonly fields: FieldErrors;
  readonly retryAfter: number | undefined;

  constructor(details: ErrorDetails) {
    super(`${details.code}: ${details.publicMessage}`, { cause: details.cause });
    this.name = 'PoolkeeperError';
    this.code = details.code;
    this.status = details.status;
    this.publicMessage = details.publicMessage;
    this.fields = details.fields ?? {};
    this.retryAfter = details.retryAfter;
  }
}

/** 404: the named thing does not exist in this pool. */
export function notFound(code: string, publicMessage: string, cause?: unknown): PoolkeeperError {
  return new PoolkeeperError({ code, status: 404, publicMessage, cause });
}

/** 403: known operator, but not theirs to do. */
export function forbidden(code: string, publicMessage: string): PoolkeeperError {
  return new PoolkeeperError({ code, status: 403, publicMessage });
}

/** 422: the form comes back with a message beside each named field. */
export function invalidInput(
  fields: FieldErrors,
  publicMessage = 'Please correct the marked fields.',
): PoolkeeperError {
  return new PoolkeeperError({ code: 'invalid_input', status: 422, publicMessage, fields });
}

/** 409: a guard or the present state of the target refuses the action. */
export function refused(code: string, publicMessage: string, cause?: unknown): PoolkeeperError {
  return new PoolkeeperError({ code, status: 409, publicMessage, cause });
}
