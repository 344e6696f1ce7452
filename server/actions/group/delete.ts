import { Type } from '@sinclair/typebox';
import { defineAction } from '../action.ts';

export const deleteGroup = defineAction({
  id: 'group.delete',
  target: 'group',
  title: 'Delete group',
  label: 'Delete',
  icon: 'trash',
  permission: 'groups:delete',
  danger: 'severe',
  takeover: { never: 'It only takes away what the group allows.' },
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `The group ${name} and all its memberships are removed; its members stay. This cannot be undone.`,
  input: () => Type.Object({}),
  takesFromGroups: ({ name }) => [name],
  run: (gateway, { name }) => gateway.deleteGroup(name),
  isDone: (target) => target === undefined,
  done: (name) => `The group ${name} was deleted.`,
});
