import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';
import { text } from '../fields.ts';
import { someGroupNames } from '../group/names.ts';

const input = () => Type.Object({ group: text({ title: 'Group', maxLength: 128 }) });

export const removeFromGroup = defineAction({
  id: 'user.remove-from-group',
  target: 'user',
  title: 'Remove from group',
  label: 'Remove from group',
  icon: 'users-minus',
  permission: 'users:group',
  danger: 'caution',
  takeover: { never: 'It only takes away what the group allows.' },
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `${name} loses what the group allows, at the next sign-in or token refresh. Tokens issued before still name the group until they expire.`,
  input,
  prefills: ['group'],
  choices: async (_gateway, { groups }) => ({ group: groups }),
  takesFromGroups: (_target, { group }) => [group],
  run: (gateway, { name }, { group }) => gateway.removeFromGroup(name, group),
  isDone: (target, { group }) => !target?.groups.some((one) => one === group),
  done: (name, { group }) => `${name} is no longer a member of ${group}.`,
  undo: { id: 'user.add-to-group', inputs: ['group'] },
  bulk: {
    consequence:
      'They lose what the group allows, at the next sign-in or token refresh. Tokens issued before still name the group until they expire.',
    isRepeatable: true,
    change: ({ groups }, { group }) => ({ groups: groups.filter((name) => name !== group) }),
    input,
    choices: async (gateway) => ({ group: await someGroupNames(gateway) }),
  },
});
