import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';
import { describePasswordPolicy, passwordProblems } from '../attributes/password-policy.ts';
import { checkbox, password } from '../fields.ts';
import { signOutField, thenSignOut } from './then-sign-out.ts';

export const setPassword = defineAction({
  id: 'user.set-password',
  target: 'user',
  title: 'Set password',
  label: 'Set password',
  icon: 'key',
  permission: 'users:set-password',
  danger: 'caution',
  isSevereFor: ({ user }) => user.status === 'EXTERNAL_PROVIDER',
  takeover: 'always',
  quota: 'UserUpdate',
  consequence: ({ name, user }) =>
    user.status === 'EXTERNAL_PROVIDER'
      ? `${name} signs in through another identity provider. Setting a password here turns the account into a local one, which its provider knows nothing of, and nothing here turns it back.`
      : `${name} signs in with the password you give here; nothing is sent. A temporary password must be changed at the next sign-in. A permanent one confirms the user at once.`,
  input: (pool) =>
    Type.Object({
      password: password({
        title: 'New password',
        description: describePasswordPolicy(pool.passwordPolicy),
      }),
      isPermanent: checkbox({
        title: 'Permanent',
        description: 'Leave it off to have the person choose another password at the next sign-in.',
      }),
      signOut: signOutField(),
    }),
  check: (input, pool) => passwordProblems('password', input.password, pool.passwordPolicy),
  shown: ({ user }) => ({ status: user.status }),
  endsSessions: 'others',
  run: (gateway, { name }, input, part) =>
    thenSignOut({ gateway, name, part }, input, 'user.set-password', () =>
      gateway.setPassword(name, input.password, input.isPermanent),
    ),
  done: (name, { isPermanent }) =>
    isPermanent === true
      ? `${name} has a new permanent password.`
      : `${name} has a temporary password and must change it at the next sign-in.`,
});
