import type { Static, TObject } from '@sinclair/typebox';
import type { SandboxContext } from '../context.ts';
import { inputReader } from './validation.ts';

/**
 * The request quota an operation counts towards.
 * Source: "Quotas in Amazon Cognito", request rate quotas by category.
 */
export type Category =
  | 'ClientAuthentication'
  | 'UserAccountRecovery'
  | 'UserAuthentication'
  | 'UserCreation'
  | 'UserFederation'
  | 'UserList'
  | 'UserPoolClientRead'
  | 'UserPoolClientUpdate'
  | 'UserPoolRead'
  | 'UserPoolResourceRead'
  | 'UserPoolResourceUpdate'
  | 'UserPoolUpdate'
  | 'UserRead'
  | 'UserResourceRead'
  | 'UserResourceUpdate'
  | 'UserToken'
  | 'UserUpdate';

/** What is known about a call beside its input. */
export interface CallInfo {
  readonly requestId: string;
  readonly ipAddress: string;
  readonly userAgent: string;
}

/** One operation of the Cognito API, as the dispatcher sees it. Made by `defineOperation`. */
export interface Operation {
  /** As in X-Amz-Target, for example `AdminGetUser`. */
  readonly name: string;
  readonly category: Category;
  /** `iam`: the request must be signed with AWS credentials. `public`: called by apps without any. */
  readonly access: 'iam' | 'public';
  /** What a request holds. */
  readonly input: TObject;
  /** Checks the body against the schema, runs the operation and returns the answer's body. */
  call(context: SandboxContext, body: unknown, info: CallInfo): object | Promise<object>;
}

/** What an operation is defined by. */
export interface OperationDefinition<Input extends TObject> {
  readonly name: string;
  readonly category: Category;
  readonly access: 'iam' | 'public';
  readonly input: Input;
  /**
   * Does the work and returns the body of the answer; throw `AwsError` to refuse. Writes belong inside
   * `context.database.transaction`, so that an operation happens as a whole or not at all.
   */
  run(context: SandboxContext, input: Static<Input>, info: CallInfo): object | Promise<object>;
}

/** Makes an operation out of its schema and its function. */
export function defineOperation<Input extends TObject>(
  definition: OperationDefinition<Input>,
): Operation {
  const read = inputReader(definition.name, definition.input);
  return {
    name: definition.name,
    category: definition.category,
    access: definition.access,
    input: definition.input,
    call: (context, body, info) => definition.run(context, read(body), info),
  };
}

/**
 * Returns the operations by name.
 * @throws Error when two have the same name
 */
export function operationsByName(operations: readonly Operation[]): ReadonlyMap<string, Operation> {
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  if (byName.size !== operations.length) throw new Error('Two operations have the same name.');
  return byName;
}
