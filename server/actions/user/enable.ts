import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';

export const enableUser = defineAction({
  id: 'user.enable',
  target: 'user',
  title: 'Enable user',
  label: 'Enable',
  icon: 'user-check',
  permission: 'users:enable',
  danger: 'none',
  takeover: { never: 'Password, factors and contacts are the same as before.' },
  quota: 'UserUpdate',
  consequence: ({ name }) => `${name} can sign in again, with the password and status as before.`,
  input: () => Type.Object({}),
  refusal: ({ user }) =>
    user.isEnabled
      ? { code: 'already_enabled', message: 'This user is enabled already.' }
      : undefined,
  run: (gateway, { name }) => gateway.enableUser(name),
  isDone: (target) => target?.user.isEnabled === true,
  done: (name) => `${name} can sign in again.`,
  undo: { id: 'user.disable', inputs: [] },
  bulk: {
    consequence: 'They can sign in again, with the password and status as before.',
    isRepeatable: true,
    change: () => ({ user: { isEnabled: true } }),
  },
});
