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

/**
 * What is answered when an action was done: the user or group as it is now, left out when it is gone or the
 * pool does not answer any more.
 */
export function answerSchema(action: Action) {
  const audit = Type.Integer({ description: 'Number of the entry in the audit.' });
  if (removes(action)) return Type.Object({ audit });
  return subjectOf(action) === 'user'
    ? Type.Object({ audit, user: Type.Optional(ref(User)) })
    : Type.Object({ audit, group: Type.Optional(ref(Group)) });
}

/** What is answered to a dry run. */
export const DryRunAnswer = Type.Object(
  {
    allowed: Type.Boolean({ description: 'Always true: what is refused is a problem.' }),
    consequence: Type.String({ description: 'What the action would do, for people.' }),
  },
  { description: 'Answer to `?dryRun=true`.' },
);
