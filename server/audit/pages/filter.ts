import { type Static, Type } from '@fastify/type-provider-typebox';
import { type AuditFilter, auditOutcomes } from '../entry.ts';

const text = Type.Optional(Type.String({ maxLength: 2048 }));

/** The filter of the audit in addresses. Days are UTC, and both are included. */
export const filterQuery = {
  operator: text,
  target: text,
  actionId: text,
  outcome: text,
  from: text,
  until: text,
};

const Query = Type.Object(filterQuery);

/** The values of the filter's fields as typed; empty where nothing was. */
export type TypedFilter = Required<Static<typeof Query>>;

export function typedFilter(query: Static<typeof Query>): TypedFilter {
  const { operator = '', target = '', actionId = '', outcome = '', from = '', until = '' } = query;
  return { operator, target, actionId, outcome, from, until };
}

/** What to look for; what cannot be read, such as a day that does not exist, is passed over. */
export function filterOf(typed: TypedFilter, pool: string): AuditFilter {
  return {
    pool,
    operator: typed.operator.trim() || undefined,
    targetName: typed.target.trim() || undefined,
    action: typed.actionId || undefined,
    outcome: auditOutcomes.find((one) => one === typed.outcome),
    from: dayOf(typed.from, 0),
    until: dayOf(typed.until, 1),
  };
}

const day = 86_400_000;

/** The beginning of a day, or of one that many days later. */
function dayOf(text: string, later: number): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : new Date(time + later * day);
}
