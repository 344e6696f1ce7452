import { Type } from '@sinclair/typebox';
import type { PoolGroup } from '../../cognito/types.ts';
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
  takeover: { when: ({ group }, input) => changesRole(group, input) },
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `Members of ${name} get another role or precedence with their next tokens.`,
  input: () => Type.Object(settingsFields()),
  edits: {
    present: ({ group }) => ({
      description: group.description,
      precedence: group.precedence,
      roleArn: group.roleArn,
    }),
  },
  run: async (gateway, { name }, settings) => {
    if (Object.keys(settings).length > 0) await gateway.updateGroup({ name, ...settings });
  },
  done: (name) => `The group ${name} was saved.`,
});

/** Members get another IAM role, or one of several wins over the others. */
function changesRole(
  group: PoolGroup,
  { roleArn = '', precedence }: { roleArn?: string; precedence?: number },
): boolean {
  if (roleArn !== '' && roleArn !== group.roleArn) return true;
  return group.roleArn !== '' && precedence !== undefined && precedence !== group.precedence;
}
