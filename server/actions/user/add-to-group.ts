import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';
import { text } from '../fields.ts';
import { someGroupNames } from '../group/names.ts';

const input = () => Type.Object({ group: text({ title: 'Group', maxLength: 128 }) });

export const addToGroup = defineAction({
  id: 'user.add-to-group',
  target: 'user',
  title: 'Add to group',
  label: 'Add to group',
  icon: 'users-plus',
  permission: 'users:group',
  danger: 'none',
  takeover: {
    when: async (_target, { group }, { gateway, givesRole }) =>
      givesRole(group) || Boolean((await gateway.findGroup(group))?.roleArn),
  },
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `${name} gets what the group allows, at the next sign-in or token refresh.`,
  input,
  prefills: ['group'],
  choices: async (gateway, { groups }) => ({
    group: (await someGroupNames(gateway)).filter((name) => !groups.includes(name)),
  }),
  run: (gateway, { name }, { group }) => gateway.addToGroup(name, group),
  isDone: (target, { group }) => target?.groups.some((one) => one === group) ?? false,
  done: (name, { group }) => `${name} is now a member of ${group}.`,
  undo: { id: 'user.remove-from-group', inputs: ['group'] },
  bulk: {
    consequence: 'They get what the group allows, at the next sign-in or token refresh.',
    isRepeatable: true,
    change: ({ groups }, { group }) => ({ groups: [...groups, String(group)] }),
    input,
    choices: async (gateway) => ({ group: await someGroupNames(gateway) }),
  },
});
