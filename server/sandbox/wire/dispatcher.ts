import type { SandboxContext } from '../context.ts';
import type { Gate } from '../faults/gate.ts';
import { AwsError, serialization } from './errors.ts';
import type { CallInfo, Operation } from './operation.ts';

/** The service name in front of the operation in X-Amz-Target. */
export const targetPrefix = 'AWSCognitoIdentityProviderService.';

/** One call of the Cognito API as it came in. */
export interface Call {
  /** The X-Amz-Target header. */
  readonly target: string;
  /** The Authorization header, empty when there was none. */
  readonly authorization: string;
  readonly body: Buffer;
  readonly info: CallInfo;
}

/**
 * Returns the operation that a target names.
 * @throws AwsError UnknownOperationException when the sandbox has no such operation
 */
export function findOperation(
  operations: ReadonlyMap<string, Operation>,
  target: string,
): Operation {
  const name = target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : '';
  const operation = operations.get(name);
  if (operation === undefined) {
    const named = name === '' ? 'The request names no operation.' : `There is no ${name} here.`;
    throw new AwsError(
      'UnknownOperationException',
      `${named} X-Amz-Target must be ${targetPrefix}Operation; docs/sandbox.md lists what the sandbox has.`,
    );
  }
  return operation;
}

/**
 * Runs one call and returns the body of its answer.
 * @throws AwsError for everything that AWS refuses: a missing signature, a body that is no JSON, a wrong value
 */
export async function dispatch(
  context: SandboxContext,
  gate: Gate,
  operation: Operation,
  call: Call,
): Promise<object> {
  if (operation.access === 'iam' && !call.authorization.startsWith('AWS4-')) {
    throw new AwsError(
      'MissingAuthenticationTokenException',
      'Missing Authentication Token: this operation must be signed with AWS credentials (any will do here).',
    );
  }
  const body = parseBody(call.body);
  return gate.pass(operation, body, () => operation.call(context, body, call.info));
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw serialization('The request body is not valid JSON.');
  }
}
