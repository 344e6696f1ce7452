import type { Permission, Role } from './permissions.ts';
import { type GroupNames, roleOfGroups } from './role-of-groups.ts';

/** What roles are called and what they are for. */
export const roleWords: Readonly<Record<Role, { name: string; summary: string }>> = {
  admin: {
    name: 'Administrator',
    summary: 'Runs the directory: creates, changes, disables, deletes and groups users.',
  },
  support: {
    name: 'Support',
    summary: 'Gets one stuck person signed in again, without being able to take over anybody.',
  },
  auditor: {
    name: 'Auditor',
    summary: 'Reads everything, who did what included, and changes nothing.',
  },
};

/** The role's name behind a group, or the group's own when it gives none. */
export function roleName(group: string, groups: GroupNames): string {
  const role = roleOfGroups([group], groups);
  return role ? roleWords[role].name : group;
}

/** What each permission allows, as the end of "may ...". */
export const permissionWords: Readonly<Record<Permission, string>> = {
  'users:read': 'Find users and see everything about them',
  'groups:read': 'See groups and who is in them',
  'audit:read': 'See which operator did what, and verify that nobody touched it',
  'audit:export': 'Export the audit',
  'views:save': 'Save lists of users as views of their own',
  'views:share': 'Share views with all operators, and change shared ones',
  'directory:refresh': 'Have the pool read again at once',
  'users:create': 'Create and invite users',
  'users:edit': 'Change attributes',
  'users:invite': 'Send an invitation again',
  'users:confirm': 'Confirm a sign-up',
  'users:verify-contact': 'Mark an e-mail address or phone number as verified',
  'users:reset-password': 'Have a code sent with which the person sets a new password',
  'users:set-password': 'Set a password',
  'users:disable': 'Disable users',
  'users:enable': 'Enable users again',
  'users:delete': 'Delete users',
  'users:sign-out': 'Sign a person out everywhere',
  'users:mend': 'Take the one safe way that gets a stuck person in again',
  'users:reset-mfa': 'Take a lost authenticator away',
  'users:set-mfa': 'Choose a person’s second factors',
  'users:forget-device': 'Forget a remembered device',
  'users:link': 'Link and unlink identities of other providers',
  'users:lockdown': 'Lock a person out at once',
  'users:judge-sign-ins': 'Say whose a sign-in was, for threat protection to learn',
  'users:group': 'Add users to groups and remove them',
  'groups:create': 'Create groups',
  'groups:edit': 'Change a group’s description, precedence and role',
  'groups:delete': 'Delete groups',
  'jobs:read': 'See bulk work and what became of each user',
  'jobs:run': 'Do to many users at once what they may do to each; pause and cancel bulk work',
  'operators:sessions': 'See the sessions of all operators and end them',
  'keys:manage': 'Make, rotate and revoke API keys for programs',
  'events:manage': 'See, add, change and remove webhooks, which send events to other systems',
};
