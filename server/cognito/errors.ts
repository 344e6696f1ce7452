import { PoolkeeperError } from '../errors.ts';
import { knownErrors } from './errors/known-errors.ts';
import { refine } from './errors/refine.ts';
import { describeTransportError } from './errors/transport.ts';

/** What is shown for an error of the service; `cause` is added by the caller. */
export type ErrorDescription = {
  readonly code: string;
  readonly status: number;
  readonly publicMessage: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly retryAfter?: number;
};

/**
 * Turns whatever a call to the service threw into the error that a person sees. The service's own
 * message is never shown, because it can repeat what was typed; it stays in `cause` for the log.
 *
 * @param operation the API operation, `AdminDisableUser`
 * @returns the same error when it is a `PoolkeeperError` already
 *
 * Source: Amazon Cognito user pools API reference, common errors and those of each operation.
 */
export function toPoolkeeperError(error: unknown, operation: string): PoolkeeperError {
  if (error instanceof PoolkeeperError) return error;
  const name = errorNameOf(error);
  const description =
    refine(name, error instanceof Error ? error.message : '', operation) ??
    knownErrors.get(name) ??
    describeTransportError(error, operation) ??
    unknownError;
  return new PoolkeeperError({ ...description, cause: error });
}

const unknownError: ErrorDescription = {
  code: 'pool_error',
  status: 502,
  publicMessage:
    'The user pool answered with an error that this console does not know. Look at the user to see whether anything changed, then try again; the log has the details.',
};

/** The SDK's name of an error, `UserNotFoundException`; also of one that is the cause. */
export function errorNameOf(error: unknown): string {
  const found = sdkErrorOf(error);
  return found instanceof Error ? found.name : '';
}

/** The id AWS gave the request that failed, for the log and for AWS support. */
export function requestIdOf(error: unknown): string | undefined {
  const id = metadataOf(error).requestId;
  return typeof id === 'string' ? id : undefined;
}

/** What every lost answer comes out as: none arrived, or the pool failed in between. */
const unknownOutcomes = new Set(['pool_unreachable', 'pool_error']);

/**
 * True for an error after which it is not known whether the call was carried out. An error that the
 * gateway did not expect counts as one.
 */
export function isOutcomeUnknown(error: unknown): boolean {
  return !(error instanceof PoolkeeperError) || isUnknownOutcome(error.code);
}

/** The same, for the code of such an error as the audit has it. */
export function isUnknownOutcome(code: string): boolean {
  return code === 'unexpected_error' || unknownOutcomes.has(code);
}

function sdkErrorOf(error: unknown): unknown {
  return error instanceof PoolkeeperError ? error.cause : error;
}

function metadataOf(error: unknown): Readonly<Record<string, unknown>> {
  const found = sdkErrorOf(error);
  if (typeof found !== 'object' || found === null || !('$metadata' in found)) return {};
  const metadata = found.$metadata;
  return typeof metadata === 'object' && metadata !== null ? { ...metadata } : {};
}
