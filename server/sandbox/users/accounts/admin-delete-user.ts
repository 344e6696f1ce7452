import { defineOperation } from '../../wire/operation.ts';
import { deleteUser } from '../store.ts';
import { getTarget, UserTarget } from '../target.ts';

/** AdminDeleteUser: deletes a user with their memberships, devices, tokens and aliases. */
export const adminDeleteUser = defineOperation({
  name: 'AdminDeleteUser',
  category: 'UserUpdate',
  access: 'iam',
  input: UserTarget,
  run(context, input) {
    deleteUser(context, getTarget(context, input).user);
    return {};
  },
});
