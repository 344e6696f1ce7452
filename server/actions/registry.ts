import type { Action } from './action.ts';
import { createGroup } from './group/create.ts';
import { deleteGroup } from './group/delete.ts';
import { editGroup } from './group/edit.ts';
import { addContact } from './next-step/add-contact.ts';
import { mendSignIn } from './next-step/mend.ts';
import { endSession } from './user/access/end-session.ts';
import { forgetDevice } from './user/access/forget-device.ts';
import { judgeSignIn } from './user/access/judge-sign-in.ts';
import { lockDownUser } from './user/access/lockdown.ts';
import { addToGroup } from './user/add-to-group.ts';
import { confirmUser } from './user/confirm.ts';
import { createUser } from './user/create.ts';
import { deleteUser } from './user/delete.ts';
import { disableUser } from './user/disable.ts';
import { editAttributes } from './user/edit-attributes.ts';
import { enableUser } from './user/enable.ts';
import { resetMfa } from './user/mfa/reset-mfa.ts';
import { setMfa } from './user/mfa/set-mfa.ts';
import { linkProvider } from './user/providers/link.ts';
import { unlinkProvider } from './user/providers/unlink.ts';
import { removeFromGroup } from './user/remove-from-group.ts';
import { resendInvitation } from './user/resend-invitation.ts';
import { resetPassword } from './user/reset-password.ts';
import { setPassword } from './user/set-password.ts';
import { signOutUser } from './user/sign-out.ts';
import { verifyContact } from './user/verify-contact.ts';

/** Every verb there is, in the order in which pages offer them. A new one is added here. */
export const actions: readonly Action[] = [
  createUser,
  mendSignIn,
  addContact,
  resendInvitation,
  confirmUser,
  verifyContact,
  resetPassword,
  resetMfa,
  setMfa,
  setPassword,
  signOutUser,
  enableUser,
  disableUser,
  lockDownUser,
  deleteUser,
  editAttributes,
  addToGroup,
  removeFromGroup,
  endSession,
  forgetDevice,
  judgeSignIn,
  linkProvider,
  unlinkProvider,
  createGroup,
  editGroup,
  deleteGroup,
];

/** The action of this id; undefined when there is none (any more). */
export function findAction(id: string): Action | undefined {
  return actions.find((action) => action.id === id);
}
