import { Type } from '@sinclair/typebox';
import type { PoolUser } from '../../cognito/types.ts';
import { defineAction } from '../action.ts';
import { contactToVerify, sequenceFor } from './sequence.ts';

export const mendSignIn = defineAction({
  id: 'user.mend',
  target: 'user',
  title: 'Get signed in again',
  label: 'Get signed in again',
  icon: 'first-aid-kit',
  permission: 'users:mend',
  alsoNeeds: ({ user }) => (sequenceFor(user) ?? []).map(({ action }) => action.permission),
  danger: 'caution',
  quota: 'UserUpdate',
  consequence: ({ user }) => consequenceOf(user),
  input: () => Type.Object({}),
  refusal: ({ user }) =>
    sequenceFor(user)
      ? undefined
      : {
          code: 'nothing_to_mend',
          message:
            'Nothing keeps this user out that takes several steps to mend. The page of the user says what can be done.',
        },
  run: async (gateway, target, _input, part) => {
    const pool = await gateway.describePool();
    for (const { action, input } of sequenceFor(target.user) ?? []) {
      const plan = action.plan(target, pool, input);
      await part(action.id, async () => plan.execute(gateway, part));
    }
  },
  isDone: (target) => target !== undefined && sequenceFor(target.user) === undefined,
  done: (name) => `${name} can go on: everything that stood in the way was done.`,
});

function consequenceOf(user: PoolUser): string {
  const contact = contactToVerify(user);
  const address = contact === undefined ? '' : user.attributes[contact];
  const check = `Check first that ${address} belongs to this person: whoever reads it can take over the account.`;
  if (user.status === 'UNCONFIRMED') {
    return `${user.username} is confirmed, and ${address} is marked as verified, so that a forgotten password can be reset later. ${check}`;
  }
  return `${address} is marked as verified, and a code to choose a new password is sent there; the present password stops working. ${check}`;
}
