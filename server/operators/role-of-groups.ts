import { type Role, roles } from './permissions.ts';

/** Names of the operator pool's groups whose members hold a role. */
export type GroupNames = Readonly<Record<Role, string>>;

/**
 * The strongest role that the groups give, or undefined when they give none. Only whole members of
 * an array count, so that a group called "x,pool-admins" is nothing but itself.
 *
 * @param groups the `cognito:groups` claim of a verified token, as it came
 */
export function roleOfGroups(groups: unknown, names: GroupNames): Role | undefined {
  if (!Array.isArray(groups)) return undefined;
  return roles.find((role) => names[role] !== '' && groups.includes(names[role]));
}
