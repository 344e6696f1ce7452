import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';

export const deleteUser = defineAction({
  id: 'user.delete',
  target: 'user',
  title: 'Delete user',
  label: 'Delete',
  icon: 'trash',
  permission: 'users:delete',
  danger: 'severe',
  takeover: { never: 'It only takes access away.' },
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `${name} is removed from the pool with all attributes, group memberships and devices. This cannot be undone: a user created again gets a new id. To only stop sign-in, disable the user instead.`,
  input: () => Type.Object({}),
  takesFromGroups: ({ groups }) => groups,
  endsSessions: 'all',
  run: (gateway, { name }) => gateway.deleteUser(name),
  isDone: (target) => target === undefined,
  done: (name) => `${name} was deleted.`,
  bulk: {
    consequence:
      'They are removed from the pool with all attributes, group memberships and devices. This cannot be undone: a user created again gets a new id. To only stop sign-in, disable the users instead.',
    isRepeatable: true,
    change: () => ({ isDeleted: true }),
  },
});
