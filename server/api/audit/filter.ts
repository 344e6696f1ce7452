import { type Static, Type } from '@sinclair/typebox';
import type { AuditFilter } from '../../audit/entry.ts';
import { invalidInput } from '../../errors.ts';
import { withoutNul } from '../parameters.ts';
import { Outcome } from './entry.ts';

const text = (description: string) =>
  Type.Optional(Type.String({ ...withoutNul, maxLength: 2048, description }));

/** The filter of the audit, as parameters. */
export const filterQuery = {
  operator: text('Username of the operator, or `key NAME`.'),
  target: text('Name of a user, group or pool, or the sub of a user.'),
  action: text('Id of the action, for example `user.disable`.'),
  outcome: Type.Optional(Outcome),
  from: text('A day (`2026-11-20`, UTC) or a moment (RFC 3339) at which it begins.'),
  until: text('The last day, or the moment before which it ends.'),
};

const Query = Type.Object(filterQuery);
type Query = Static<typeof Query>;

const day = 86_400_000;

/**
 * What to look for in the audit of a pool.
 *
 * @throws PoolkeeperError `invalid_input` (422) for a day or moment that cannot be read
 */
export function filterOf(query: Query, pool: string): AuditFilter {
  const { operator, target, action, outcome, from, until } = query;
  return {
    pool,
    operator: operator || undefined,
    targetName: target || undefined,
    action: action || undefined,
    outcome,
    from: from === undefined ? undefined : momentOf('from', from, 0),
    until: until === undefined ? undefined : momentOf('until', until, day),
  };
}

/** The filter as it was sent, for the audit. */
export function typedFilter(query: Query): Readonly<Record<string, string>> {
  const { operator = '', target = '', action = '', outcome = '', from = '', until = '' } = query;
  return { operator, target, actionId: action, outcome, from, until };
}

const date = /^\d{4}-\d\d-\d\d/;
/** Source: RFC 3339, section 5.6. */
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;

/** @param length of a day, which the end of the filter includes */
function momentOf(name: string, given: string, length: number): Date {
  const [dayText = ''] = date.exec(given) ?? [];
  const dayTime = Date.parse(`${dayText}T00:00:00Z`);
  // JavaScript takes February 30 for March 2.
  const isDay = !Number.isNaN(dayTime) && new Date(dayTime).toISOString().startsWith(dayText);
  if (isDay && given === dayText) return new Date(dayTime + length);
  const time = isDay && moment.test(given) ? Date.parse(given) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time);
  const problem = 'Send a day such as 2026-11-20, or a moment such as 2026-11-20T09:30:00Z.';
  throw invalidInput({ [name]: problem }, `“${name}” is no day and no moment. ${problem}`);
}
