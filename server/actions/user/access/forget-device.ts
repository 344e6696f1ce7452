import { Type } from '@sinclair/typebox';
import { defineAction } from '../../action.ts';
import { text } from '../../fields.ts';

export const forgetDevice = defineAction({
  id: 'user.forget-device',
  target: 'user',
  title: 'Forget device',
  label: 'Forget device',
  icon: 'device-mobile-off',
  permission: 'users:forget-device',
  danger: 'caution',
  takeover: { never: 'The device must pass the second factor again.' },
  quota: 'UserResourceUpdate',
  consequence: ({ name }) =>
    `The device no longer stands in for a second factor of ${name}, and tokens that were given to it are revoked.`,
  input: () => Type.Object({ device: text({ title: 'Device', maxLength: 55 }) }),
  prefills: ['device'],
  choices: async (gateway, { name }) => ({
    device: (await gateway.devicesOfUser(name)).map(({ key }) => key),
  }),
  run: (gateway, { name }, { device }) => gateway.forgetDevice(name, device),
  done: (name) => `The device of ${name} was forgotten.`,
});
