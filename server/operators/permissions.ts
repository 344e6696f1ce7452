/** What a role may do. One row here is a row of the permission matrix. */
export const roles = ['admin', 'support', 'auditor'] as const;
export type Role = (typeof roles)[number];

const everyone = roles;
const helpers = ['admin', 'support'] as const;
const admins = ['admin'] as const;

/**
 * Every permission and who holds it; what is not listed is nobody's. Routes and actions name one
 * of these, and the boot fails for a route that names none.
 */
export const permissions = {
  'users:read': everyone,
  'groups:read': everyone,
  'audit:read': everyone,
  'audit:export': ['admin', 'auditor'],
  'views:save': everyone,
  'views:share': helpers,
  'directory:refresh': helpers,
  'users:create': admins,
  'users:edit': admins,
  'users:invite': helpers,
  'users:confirm': helpers,
  'users:verify-contact': helpers,
  'users:reset-password': helpers,
  'users:set-password': admins,
  'users:disable': admins,
  'users:enable': admins,
  'users:delete': admins,
  'users:sign-out': helpers,
  'users:mend': helpers,
  'users:reset-mfa': helpers,
  'users:set-mfa': admins,
  'users:forget-device': admins,
  'users:link': admins,
  'users:lockdown': admins,
  // What is called the person's own is trusted the next time: support could let a thief pass.
  'users:judge-sign-ins': admins,
  'users:group': admins,
  'groups:create': admins,
  'groups:edit': admins,
  'groups:delete': admins,
  'jobs:read': ['admin', 'auditor'],
  'jobs:run': admins,
  'operators:sessions': admins,
  'keys:manage': admins,
  'events:manage': admins,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** True when the role holds the permission; there is no other way to get one. */
export function isAllowed(role: Role, permission: Permission): boolean {
  const holders: readonly Role[] = permissions[permission];
  return holders.includes(role);
}
