import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';
import { settingsFields } from './settings.ts';

export const editGroup = defineAction({
  id: 'group.edit',
  target: 'group',
  title: 'Edit group',
  label: 'Edit',
  submitLabel: 'Save',
  icon: 'pencil',
  permission: 'groups:edit',
  danger: 'none',
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `Members of ${name} get another role or precedence with their next tokens.`,
  input: () => Type.Object(settingsFields()),
  initial: ({ group }) => ({
    description: group.description,
    precedence: group.precedence,
    roleArn: group.roleArn,
  }),
  run: async (gateway, { name }, settings) => {
    await gateway.updateGroup({ name, ...settings });
  },
  done: (name) => `The group ${name} was saved.`,
});
