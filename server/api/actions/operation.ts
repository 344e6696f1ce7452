import { Type } from '@sinclair/typebox';
import type { Action } from '../../actions/action.ts';
import { actionSlug } from '../../actions/links.ts';
import { Group, ref, User } from '../answers.ts';
import { ofGroup, ofPool, ofUser } from '../parameters.ts';
import { exampleTarget, generalPool } from './general.ts';

/** What an action makes or is about. */
export type Subject = 'user' | 'group';

export const subjectOf = ({ id }: Pick<Action, 'id'>): Subject =>
  id.startsWith('group.') ? 'group' : 'user';

/** Actions after which there is no target any more. */
const removing: ReadonlySet<string> = new Set(['user.delete', 'group.delete']);

export const removes = ({ id }: Pick<Action, 'id'>): boolean => removing.has(id);

/** Where an action is: `/pools/:pool/users/:username/disable`, and its parameters. */
export function addressOf(action: Action) {
  const isUser = subjectOf(action) === 'user';
  const collection = isUser ? '/pools/:pool/users' : '/pools/:pool/groups';
  if (action.target === 'pool') return { url: collection, params: ofPool };
  const slug = actionSlug(action);
  return isUser
    ? { url: `${collection}/:username/${slug}`, params: ofUser }
    : { url: `${collection}/:group/${slug}`, params: ofGroup };
}

/** `addUserToGroup` for `user.add-to-group`. */
export function operationIdOf({ id }: Pick<Action, 'id'>): string {
  const [kind = '', verb = ''] = id.split('.');
  const [first = '', ...rest] = verb.split('-');
  return [first, kind, ...rest]
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

/** What happens, said of the user `ada` or the group `editors`. */
export function descriptionOf(action: Action): string {
  const isVerified = action.id !== 'user.mend';
  return action.consequence(exampleTarget(action.target, { isVerified }), generalPool);
}

const audit = Type.Integer({ description: 'Number of the entry in the audit.' });

/** What is answered when an action was done that leaves nothing behind. */
export const RemovalAnswer = Type.Object(
  { audit },
  { $id: 'RemovalAnswer', description: 'What a deletion answers.' },
);

/** What is answered when an action on a user was done. */
export const UserActionAnswer = Type.Object(
  { audit, user: Type.Optional(ref(User)) },
  {
    $id: 'UserActionAnswer',
    description:
      'What an action on a user answers, with the user as it is now. `user` is absent when the pool does not answer any more.',
  },
);

/** What is answered when an action on a group was done. */
export const GroupActionAnswer = Type.Object(
  { audit, group: Type.Optional(ref(Group)) },
  {
    $id: 'GroupActionAnswer',
    description:
      'What an action on a group answers, with the group as it is now. `group` is absent when the pool does not answer any more.',
  },
);

/** What is answered when an action was done. */
export function answerSchema(action: Action) {
  if (removes(action)) return ref(RemovalAnswer);
  return subjectOf(action) === 'user' ? ref(UserActionAnswer) : ref(GroupActionAnswer);
}

/** What is answered to a dry run. */
export const DryRunAnswer = Type.Object(
  {
    allowed: Type.Boolean({ description: 'Always true: what is refused is a problem.' }),
    consequence: Type.String({ description: 'What the action would do, for people.' }),
  },
  { $id: 'DryRunAnswer', description: 'What `?dryRun=true` answers.' },
);
