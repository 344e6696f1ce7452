import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { date, number, optionalNumber, optionalText, type Row, text } from '../store/row.ts';
import { AwsError, resourceNotFound } from '../wire/errors.ts';
import type { Group } from './group.ts';

/** Most groups that one pool can have. */
const maximumGroups = 10_000;

/** What a request can say about a group beside its name. */
export interface GroupDetails {
  readonly description?: string;
  readonly precedence?: number;
  readonly roleArn?: string;
}

/**
 * Returns the group.
 * @throws AwsError ResourceNotFoundException when there is none
 */
export function getGroup(context: SandboxContext, pool: UserPool, name: string): Group {
  const row = context.database.get(
    'SELECT * FROM groups WHERE pool_key = ? AND name = ?',
    pool.key,
    name,
  );
  if (row === undefined) throw resourceNotFound('Group not found.');
  return toGroup(row);
}

/**
 * Adds a group and returns it.
 * @throws AwsError GroupExistsException, or LimitExceededException at 10,000 groups
 */
export function insertGroup(
  context: SandboxContext,
  pool: UserPool,
  name: string,
  details: GroupDetails,
): Group {
  return context.database.transaction(() => {
    const counted = context.database.get(
      'SELECT count(*) AS groups FROM groups WHERE pool_key = ?',
      pool.key,
    );
    if (counted !== undefined && number(counted, 'groups') >= maximumGroups) {
      throw new AwsError('LimitExceededException', 'The pool has too many groups.');
    }
    const now = context.clock().getTime();
    const { changes } = context.database.run(
      `INSERT INTO groups (pool_key, name, description, precedence, role_arn, created, modified)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      pool.key,
      name,
      details.description ?? null,
      details.precedence ?? null,
      details.roleArn ?? null,
      now,
      now,
    );
    if (changes === 0) {
      throw new AwsError('GroupExistsException', 'A group with the name already exists.');
    }
    return getGroup(context, pool, name);
  });
}

/** Replaces a group's description, precedence and role where given. */
export function updateGroup(context: SandboxContext, group: Group, details: GroupDetails): void {
  context.database.run(
    'UPDATE groups SET description = ?, precedence = ?, role_arn = ?, modified = ? WHERE key = ?',
    details.description ?? group.description ?? null,
    details.precedence ?? group.precedence ?? null,
    details.roleArn ?? group.roleArn ?? null,
    context.clock().getTime(),
    group.key,
  );
}

/** Deletes a group with its memberships. */
export function deleteGroup(context: SandboxContext, group: Group): void {
  context.database.run('DELETE FROM groups WHERE key = ?', group.key);
}

/** Returns up to `limit` groups of a pool whose name is behind `afterName`, by name. */
export function listGroupsPage(
  context: SandboxContext,
  pool: UserPool,
  afterName: string,
  limit: number,
): Group[] {
  return context.database
    .all(
      'SELECT * FROM groups WHERE pool_key = ? AND name > ? ORDER BY name LIMIT ?',
      pool.key,
      afterName,
      limit,
    )
    .map(toGroup);
}

/** Makes a `Group` of a row of the groups table. */
export function toGroup(row: Row): Group {
  const description = optionalText(row, 'description');
  const precedence = optionalNumber(row, 'precedence');
  const roleArn = optionalText(row, 'role_arn');
  return {
    key: number(row, 'key'),
    poolKey: number(row, 'pool_key'),
    name: text(row, 'name'),
    ...(description === undefined ? {} : { description }),
    ...(precedence === undefined ? {} : { precedence }),
    ...(roleArn === undefined ? {} : { roleArn }),
    created: date(row, 'created'),
    modified: date(row, 'modified'),
  };
}
