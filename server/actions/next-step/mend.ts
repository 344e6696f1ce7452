import { Type } from '@sinclair/typebox';
import type { PoolDescription, PoolUser } from '../../cognito/types.ts';
import { defineAction } from '../action.ts';
import { stepLabel } from './next-step.ts';
import { contactToVerify, sequenceActions, sequenceFor } from './sequence.ts';

// Without `isDone`: that a contact is verified does not show whether the code was sent after it.
export const mendSignIn = defineAction({
  id: 'user.mend',
  target: 'user',
  title: 'Get signed in again',
  label: 'Get signed in again',
  submitLabel: ({ user }, pool) => stepLabel(user, pool) ?? 'Get signed in again',
  icon: 'first-aid-kit',
  permission: 'users:mend',
  alsoNeeds: () => sequenceActions.map(({ permission }) => permission),
  danger: 'caution',
  takeover: 'always',
  quota: 'UserUpdate',
  consequence: ({ user }, pool) => consequenceOf(user, pool),
  input: () => Type.Object({}),
  refusal: ({ user }, pool) =>
    sequenceFor(user, pool)
      ? undefined
      : {
          code: 'nothing_to_mend',
          message:
            'Nothing keeps this user out that takes several steps to mend. The page of the user says what can be done.',
        },
  shown: ({ user }, pool) => ({
    status: user.status,
    steps: (sequenceFor(user, pool) ?? []).map(({ action }) => action.id).join(),
    address: addressToVerify(user, pool),
  }),
  audited: ({ user }, pool) => ({ address: addressToVerify(user, pool) }),
  endsSessions: 'others',
  run: async (gateway, target, _input, part) => {
    const pool = await gateway.describePool();
    for (const { action, input } of sequenceFor(target.user, pool) ?? []) {
      const plan = action.plan(target, pool, input);
      await part(action.id, async () => plan.execute(gateway, part));
    }
  },
  done: (name) => `${name} can go on: everything that stood in the way was done.`,
});

function addressToVerify(user: PoolUser, pool: PoolDescription): string {
  const contact = contactToVerify(user, pool);
  return (contact && user.attributes[contact]) ?? '';
}

function consequenceOf(user: PoolUser, pool: PoolDescription): string {
  const address = addressToVerify(user, pool);
  const check = `Check first that ${address} belongs to this person: whoever reads it can take over the account.`;
  if (user.status === 'UNCONFIRMED') {
    return `${user.username} is confirmed, and ${address} is marked as verified, so that a forgotten password can be reset later. ${check}`;
  }
  return `${address} is marked as verified, and a code to choose a new password is sent there; the present password stops working. ${check}`;
}
