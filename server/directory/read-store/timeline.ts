import type { Database } from '../../db/database.ts';
import type { ChangesAsked, UserChange } from '../query.ts';

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
  { before, made }: ChangesAsked,
): Promise<UserChange[]> {
  let query = changesOf(database, poolId, sub)
    .select([
      'directoryChange.id',
      'at',
      'field',
      'oldValue',
      'newValue',
      'source',
      'directoryChange.auditNumber',
    ])
    .orderBy('directoryChange.id', 'desc')
    .limit(limit);
  if (before !== undefined) query = query.where('directoryChange.id', '<', before);
  if (made === 'elsewhere') query = query.where('directoryChange.auditNumber', 'is', null);
  else if (made !== undefined) {
    if (made.length === 0) return [];
    query = query.where('directoryChange.auditNumber', 'in', [...made]);
  }
  const rows = await query.execute();
  return rows.flatMap(({ id, at, oldValue, newValue, source, auditNumber, ...row }) => {
    const field = fields.find((known) => known === row.field);
    if (field === undefined) return [];
    const change = { id, at: new Date(at), field, from: oldValue, to: newValue, source };
    return [{ ...change, auditNumber: auditNumber ?? undefined }];
  });
}

/** Numbers of the audit entries whose actions changed this user, the highest first. */
export async function readAuditNumbers(
  database: Database,
  poolId: number,
  sub: string,
  limit: number,
  before: number | undefined,
): Promise<number[]> {
  const all = changesOf(database, poolId, sub)
    .select('directoryChange.auditNumber')
    .distinct()
    .where('directoryChange.auditNumber', 'is not', null)
    .orderBy('directoryChange.auditNumber', 'desc')
    .limit(limit);
  const rest = before === undefined ? all : all.where('directoryChange.auditNumber', '<', before);
  const rows = await rest.execute();
  return rows.flatMap(({ auditNumber }) => auditNumber ?? []);
}

function changesOf(database: Database, poolId: number, sub: string) {
  return database
    .selectFrom('directoryChange')
    .innerJoin('directoryUser', 'directoryUser.id', 'directoryChange.userId')
    .where('directoryUser.poolId', '=', poolId)
    .where('directoryUser.sub', '=', sub);
}
