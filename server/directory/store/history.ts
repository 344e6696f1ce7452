import type { Insertable, Transaction } from 'kysely';
import type { Tables } from '../../db/schema.ts';
import type { DirectoryChangeTable } from '../../db/tables/directory.ts';
import type { UserChange } from '../query.ts';
import { emailBit, phoneBit, type UserFacts } from './users/facts.ts';

/** Where a change was learnt of. */
export type ChangeSource = {
  readonly at: number;
  readonly source: 'sync' | 'action';
  readonly auditNumber: number | undefined;
};

export type ChangeRow = Insertable<DirectoryChangeTable>;

type Field = UserChange['field'];

/** The rows that say how a user changed; `undefined` stands for a user who is not there. */
export function changesBetween(
  before: UserFacts | undefined,
  after: UserFacts | undefined,
): [field: Field, from: string, to: string][] {
  if (before === undefined) return after ? [['created', '', after.status]] : [];
  if (after === undefined) return [['deleted', before.status, '']];
  const changes: [Field, string, string][] = [
    ['status', before.status, after.status],
    ['enabled', yesNo(before.isEnabled), yesNo(after.isEnabled)],
    ['email_verified', yesNo(before.verified & emailBit), yesNo(after.verified & emailBit)],
    ['phone_number_verified', yesNo(before.verified & phoneBit), yesNo(after.verified & phoneBit)],
  ];
  return changes.filter(([, from, to]) => from !== to);
}

function yesNo(value: number): string {
  return value === 0 ? 'no' : 'yes';
}

const rowsAtOnce = 200;

export async function writeChanges(
  transaction: Transaction<Tables>,
  rows: readonly ChangeRow[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await transaction
      .insertInto('directoryChange')
      .values(rows.slice(at, at + rowsAtOnce))
      .execute();
  }
}
