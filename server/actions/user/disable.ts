import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';

export const disableUser = defineAction({
  id: 'user.disable',
  target: 'user',
  title: 'Disable user',
  label: 'Disable',
  icon: 'user-off',
  permission: 'users:disable',
  danger: 'caution',
  takeover: { never: 'It only takes access away.' },
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `${name} cannot sign in any more and every refresh token is revoked. Access tokens that applications check by themselves go on until they expire, usually an hour and at most a day after they were issued. Nothing is deleted.`,
  input: () => Type.Object({}),
  takesFromGroups: ({ groups }) => groups,
  refusal: ({ user }) =>
    user.isEnabled
      ? undefined
      : { code: 'already_disabled', message: 'This user is disabled already.' },
  endsSessions: 'all',
  run: (gateway, { name }) => gateway.disableUser(name),
  isDone: (target) => target?.user.isEnabled === false,
  done: (name) => `${name} was disabled and signed out.`,
  undo: { id: 'user.enable', inputs: [] },
  bulk: {
    consequence:
      'They cannot sign in any more and every refresh token is revoked. Access tokens that applications check by themselves go on until they expire, usually an hour and at most a day after they were issued. Nothing is deleted.',
    isRepeatable: true,
    change: () => ({ user: { isEnabled: false } }),
  },
});
