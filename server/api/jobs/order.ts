import { type Static, Type } from '@sinclair/typebox';
import { invalidInput, PoolkeeperError } from '../../errors.ts';
import { bulkActions } from '../../jobs/start/bulk-action.ts';
import { mostUsers } from '../../jobs/start/selection.ts';
import { oneOf } from '../answers.ts';
import { withoutNul } from '../parameters.ts';

const longestName = 128;

/** What a program orders. */
export const JobOrder = Type.Object(
  {
    action: oneOf(
      bulkActions.map(({ id }) => id),
      { description: 'Id of an action that can be done to many users.' },
    ),
    input: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'Input of the action, the same for all users, such as `{"group": "editors"}`.',
      }),
    ),
    users: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: longestName }), {
        minItems: 1,
        maxItems: mostUsers,
        description: 'Usernames or subs. Either this or `search`.',
      }),
    ),
    search: Type.Optional(
      Type.String({
        ...withoutNul,
        maxLength: 16_384,
        description: 'All users that match now, in the search language; empty: all of the pool.',
      }),
    ),
    ignoreUnknown: Type.Optional(
      Type.Boolean({ description: 'Leaves out those of `users` who are not in the pool.' }),
    ),
    confirmation: Type.Optional(
      Type.Integer({
        description:
          'The number of users, as a dry run says it. Required to delete, and for a `search` unless the action is harmless.',
      }),
    ),
    reason: Type.Optional(
      Type.String({
        ...withoutNul,
        maxLength: 500,
        description: 'Kept in the audit with each user.',
      }),
    ),
  },
  {
    additionalProperties: false,
    examples: [{ action: 'user.disable', users: ['ada', 'grace'], reason: 'Left the company' }],
  },
);

export type JobOrder = Static<typeof JobOrder>;

/**
 * Looks at the list of users before the schema does, which would collect a problem for each wrong one.
 *
 * @throws PoolkeeperError `too_many_users` or `invalid_input` (422)
 */
export function checkNames(body: unknown): void {
  if (typeof body !== 'object' || body === null || !('users' in body)) return;
  const { users } = body;
  if (!Array.isArray(users)) return;
  if (users.length > mostUsers) {
    throw new PoolkeeperError({
      code: 'too_many_users',
      status: 422,
      publicMessage: `A job takes at most ${mostUsers} users. Start several jobs.`,
    });
  }
  const wrong = users.findIndex(
    (name) => typeof name !== 'string' || name === '' || name.length > longestName,
  );
  if (wrong < 0) return;
  const sentence = `Item ${wrong} is no username and no sub.`;
  throw invalidInput({ users: sentence }, sentence);
}

/** @throws PoolkeeperError `invalid_input` (422) unless the users are chosen in exactly one way */
export function requireOneChoice({ users, search }: JobOrder): void {
  if ((users === undefined) !== (search === undefined)) return;
  const sentence = 'Send either “users” or “search”.';
  throw invalidInput({ [users === undefined ? 'users' : 'search']: sentence }, sentence);
}
