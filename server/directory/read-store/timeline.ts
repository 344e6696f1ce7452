import type { Database } from '../../db/database.ts';
import type { UserChange } from '../query.ts';

const fields: readonly UserChange['field'][] = [
  'created',
  'deleted',
  'status',
  'enabled',
  'email_verified',
  'phone_number_verified',
  'group',
];

/** What is known to have changed for the user with this sub, newest first. */
export async function readTimeline(
  database: Database,
  poolId: number,
  sub: string,
  limit: number,
): Promise<UserChange[]> {
  const rows = await database
    .selectFrom('directoryChange')
    .innerJoin('directoryUser', 'directoryUser.id', 'directoryChange.userId')
    .select(['at', 'field', 'oldValue', 'newValue', 'source', 'auditNumber'])
    .where('directoryUser.poolId', '=', poolId)
    .where('directoryUser.sub', '=', sub)
    .orderBy('directoryChange.id', 'desc')
    .limit(limit)
    .execute();
  return rows.flatMap(({ at, oldValue, newValue, source, auditNumber, ...row }) => {
    const field = fields.find((known) => known === row.field);
    if (field === undefined) return [];
    const change = { at: new Date(at), field, from: oldValue, to: newValue, source };
    return [{ ...change, auditNumber: auditNumber ?? undefined }];
  });
}
