import { Type } from '@sinclair/typebox';
import type { PoolUser } from '../../../cognito/types.ts';
import type { ExternalIdentity } from '../../../cognito/users/access-types.ts';
import { invalidInput, PoolkeeperError, refused } from '../../../errors.ts';
import { defineAction } from '../../action.ts';
import { text } from '../../fields.ts';
import { identitiesOf, identityLabel } from './identities.ts';
import { checkSourceAttribute, sourceAttribute, subjectAttribute } from './source-attribute.ts';

const linkedByAnother =
  'The pool knows no such identity by this. Choose what it was linked by, or the subject if it has signed in since.';

export const unlinkProvider = defineAction({
  id: 'user.unlink-provider',
  target: 'user',
  title: 'Unlink identity',
  label: 'Unlink identity',
  icon: 'unlink',
  permission: 'users:link',
  danger: 'caution',
  takeover: 'always',
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `The identity no longer signs in as ${name}; if it signs in again, it becomes a user of its own. Sessions that it has opened go on until they end.`,
  input: (pool) =>
    Type.Object({
      identity: text({ title: 'Identity', maxLength: 2100 }),
      attribute: sourceAttribute(
        pool,
        'The subject, unless it was linked by another attribute and has not signed in since.',
      ),
    }),
  prefills: ['identity'],
  initial: () => ({ attribute: subjectAttribute }),
  choices: async (_gateway, { user }) => ({ identity: identitiesOf(user).map(identityLabel) }),
  refusal: ({ user }) => {
    if (user.status === 'EXTERNAL_PROVIDER') {
      return {
        code: 'unlink_of_federated',
        message:
          'This user exists by that identity alone. To keep the person out, disable the user.',
      };
    }
    return identitiesOf(user).length > 0
      ? undefined
      : { code: 'no_identity', message: 'No identity of another provider is linked to this user.' };
  },
  checkWithPool: (gateway, { user }, { identity, attribute = subjectAttribute }) =>
    checkSourceAttribute(gateway, ownIdentity(user, identity).provider, attribute),
  endsSessions: 'others',
  run: async (gateway, { user }, { identity, attribute = subjectAttribute }) => {
    const own = ownIdentity(user, identity);
    await gateway.unlinkIdentity({ ...own, attribute }).catch((error: unknown) => {
      throw isUnknown(error)
        ? invalidInput({ attribute: linkedByAnother }, linkedByAnother)
        : error;
    });
  },
  isDone: (target, { identity }) =>
    target !== undefined &&
    !identitiesOf(target.user).some((one) => identityLabel(one) === identity),
  done: (name) => `The identity no longer signs in as ${name}.`,
});

/**
 * One that this user has: the call itself would take the identity away from whoever has it.
 *
 * @throws PoolkeeperError `no_such_identity` (409)
 */
function ownIdentity(user: PoolUser, label: string): ExternalIdentity {
  const own = identitiesOf(user).find((one) => identityLabel(one) === label);
  if (own !== undefined) return own;
  throw refused('no_such_identity', 'This identity is not linked to this user any more.');
}

function isUnknown(error: unknown): boolean {
  return error instanceof PoolkeeperError && error.code === 'user_not_found';
}
