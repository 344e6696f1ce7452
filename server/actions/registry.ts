import type { Action } from './action.ts';
import { createGroup } from './group/create.ts';
import { deleteGroup } from './group/delete.ts';
import { editGroup } from './group/edit.ts';
import { addToGroup } from './user/add-to-group.ts';
import { confirmUser } from './user/confirm.ts';
import { createUser } from './user/create.ts';
import { deleteUser } from './user/delete.ts';
import { disableUser } from './user/disable.ts';
import { editAttributes } from './user/edit-attributes.ts';
import { enableUser } from './user/enable.ts';
import { removeFromGroup } from './user/remove-from-group.ts';
import { resendInvitation } from './user/resend-invitation.ts';
import { resetPassword } from './user/reset-password.ts';
import { setPassword } from './user/set-password.ts';
import { signOutUser } from './user/sign-out.ts';
import { verifyContact } from './user/verify-contact.ts';

/** Every verb there is, in the order in which pages offer them. A new one is added here. */
export const actions: readonly Action[] = [
  createUser,
  resendInvitation,
  confirmUser,
  verifyContact,
  resetPassword,
  setPassword,
  signOutUser,
  enableUser,
  disableUser,
  deleteUser,
  editAttributes,
  addToGroup,
  removeFromGroup,
  createGroup,
  editGroup,
  deleteGroup,
];

/** The action of this id; undefined when there is none (any more). */
export function findAction(id: string): Action | undefined {
  return actions.find((action) => action.id === id);
}
