import { toEpochSeconds } from '../wire/time.ts';

/** A group of a user pool. */
export interface Group {
  readonly key: number;
  readonly poolKey: number;
  readonly name: string;
  readonly description?: string;
  /** Lower comes first; groups without one come last. */
  readonly precedence?: number;
  readonly roleArn?: string;
  readonly created: Date;
  readonly modified: Date;
}

/** Returns a group as GroupType. */
export function toGroupType(userPoolId: string, group: Group): object {
  return {
    GroupName: group.name,
    UserPoolId: userPoolId,
    ...(group.description === undefined ? {} : { Description: group.description }),
    ...(group.roleArn === undefined ? {} : { RoleArn: group.roleArn }),
    ...(group.precedence === undefined ? {} : { Precedence: group.precedence }),
    LastModifiedDate: toEpochSeconds(group.modified),
    CreationDate: toEpochSeconds(group.created),
  };
}
