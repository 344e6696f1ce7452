import type { Operation } from '../wire/operation.ts';
import { adminConfirmSignUp } from './accounts/admin-confirm-sign-up.ts';
import { adminCreateUser } from './accounts/admin-create-user.ts';
import { adminDeleteUser } from './accounts/admin-delete-user.ts';
import { adminDisableUser, adminEnableUser } from './accounts/admin-enable-user.ts';
import { adminGetUser } from './accounts/admin-get-user.ts';
import { adminUserGlobalSignOut } from './accounts/admin-user-global-sign-out.ts';
import { adminDeleteUserAttributes } from './attributes/admin-delete-user-attributes.ts';
import { adminUpdateUserAttributes } from './attributes/admin-update-user-attributes.ts';
import { listUsers } from './listing/list-users.ts';
import { adminResetUserPassword } from './passwords/admin-reset-user-password.ts';
import { adminSetUserPassword } from './passwords/admin-set-user-password.ts';

/** The operations on users, as an administrator. */
export const userOperations: readonly Operation[] = [
  listUsers,
  adminCreateUser,
  adminGetUser,
  adminUpdateUserAttributes,
  adminDeleteUserAttributes,
  adminConfirmSignUp,
  adminDisableUser,
  adminEnableUser,
  adminResetUserPassword,
  adminSetUserPassword,
  adminDeleteUser,
  adminUserGlobalSignOut,
];
