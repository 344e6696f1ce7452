import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';

export const signOutUser = defineAction({
  id: 'user.sign-out',
  target: 'user',
  title: 'Sign out everywhere',
  label: 'Sign out everywhere',
  icon: 'logout',
  permission: 'users:sign-out',
  danger: 'caution',
  takeover: { never: 'It only ends sessions.' },
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `Every refresh token of ${name} is revoked, on all devices. Access tokens that applications check by themselves go on until they expire, and a managed-login page may still remember the browser.`,
  input: () => Type.Object({}),
  endsSessions: 'all',
  run: (gateway, { name }) => gateway.signOutEverywhere(name),
  done: (name) => `${name} was signed out everywhere.`,
  bulk: {
    consequence:
      'Every refresh token of theirs is revoked, on all devices. Access tokens that applications check by themselves go on until they expire, and a managed-login page may still remember the browser.',
    isRepeatable: true,
    change: () => ({}),
  },
});
