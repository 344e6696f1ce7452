import { Type } from '@sinclair/typebox';
import { defineAction } from '../../action.ts';

export const resetMfa = defineAction({
  id: 'user.reset-mfa',
  target: 'user',
  title: 'Reset second factor',
  label: 'Reset second factor',
  icon: 'shield-off',
  permission: 'users:reset-mfa',
  danger: 'caution',
  takeover: 'always',
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `The authenticator app of ${name} is removed and no second factor is asked for until another is set up; a pool that requires one asks for the set-up at the next sign-in. Do this only for the person themselves: until then the password alone lets anyone in.`,
  input: () => Type.Object({}),
  refusal: ({ user }, { mfa }) => {
    if (mfa === 'OFF') {
      return { code: 'mfa_off', message: 'This pool asks nobody for a second factor.' };
    }
    if (user.status === 'EXTERNAL_PROVIDER') {
      return {
        code: 'mfa_of_federated',
        message:
          'This user signs in through another identity provider, which asks for its own second factor. It must be reset there.',
      };
    }
    return undefined;
  },
  endsSessions: 'others',
  run: async (gateway, { name }, _input, part) => {
    // First, because it also works where a factor is required and cannot be switched off.
    await part('delete-software-token', () => gateway.deleteSoftwareToken(name));
    const { enabled } = await gateway.authFactors(name);
    if (enabled.length === 0) return;
    await part('switch-factors-off', () =>
      gateway.setMfaPreference(name, { switchedOn: [], switchedOff: enabled }),
    );
  },
  done: (name) => `${name} can sign in without the lost authenticator.`,
});
