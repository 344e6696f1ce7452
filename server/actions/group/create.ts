import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';
import { text } from '../fields.ts';
import { settingsFields } from './settings.ts';

export const createGroup = defineAction({
  id: 'group.create',
  target: 'pool',
  title: 'Create group',
  label: 'Create group',
  icon: 'users-plus',
  permission: 'groups:create',
  danger: 'none',
  takeover: {
    when: (_pool, { name, roleArn }, { givesRole }) => givesRole(name) || Boolean(roleArn),
  },
  quota: 'UserUpdate',
  consequence: () => 'The group starts without members. Its name cannot be changed later.',
  input: () =>
    Type.Object({
      name: text({
        title: 'Name',
        maxLength: 128,
        pattern: '^\\S+$',
        problem: 'A group name is one word without spaces.',
      }),
      ...settingsFields(),
    }),
  creates: ({ name }) => ({ kind: 'group', name }),
  run: async (gateway, _pool, settings) => (await gateway.createGroup(settings)).name,
  done: (name) => `The group ${name} was created.`,
});
