/** An error that is sent to the client the way AWS sends it: a type name and a message. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  /** The exception's name, for example `UserNotFoundException`. */
  readonly type: string;
  /** HTTP status; 400 for nearly everything Cognito refuses. */
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/** InvalidParameterException: the request is understood but a value in it cannot be used. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

/** NotAuthorizedException. */
export function notAuthorized(message: string): AwsError {
  return new AwsError('NotAuthorizedException', message);
}

/** ResourceNotFoundException: a pool, client, group or the like is missing. */
export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

/** UserNotFoundException with the message Cognito uses. */
export function userNotFound(): AwsError {
  return new AwsError('UserNotFoundException', 'User does not exist.');
}

/** SerializationException: the body is not JSON, or a member has the wrong JSON type. */
export function serialization(message: string): AwsError {
  return new AwsError('SerializationException', message);
}
