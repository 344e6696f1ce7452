import type { Kysely } from 'kysely';
import type { Tables } from '../../../db/schema.ts';
import type { SearchTerm } from '../../search-language.ts';
import { emailBit, phoneBit } from '../../store/users/facts.ts';

/** How many users have one combination of what facets tell apart. */
export type Cell = {
  readonly status: string;
  readonly isEnabled: number;
  readonly verified: number;
  readonly count: number;
};

export type Cube = readonly Cell[];

/** The maintained counts of a pool's users by status, enabled and verified. */
export async function readCube(database: Kysely<Tables>, poolId: number): Promise<Cube> {
  const rows = await database
    .selectFrom('directoryCount')
    .select(['name', 'value'])
    .where('poolId', '=', poolId)
    .where('kind', '=', 'user')
    .where('value', '>', 0)
    .execute();
  return rows.map(({ name, value }) => cellFrom(name.split('|'), value));
}

/** The same for each group, by the group's id. */
export async function readGroupCubes(
  database: Kysely<Tables>,
  poolId: number,
  groupId?: number,
): Promise<Map<number, Cell[]>> {
  let query = database
    .selectFrom('directoryCount')
    .select(['name', 'value'])
    .where('poolId', '=', poolId)
    .where('kind', '=', 'group')
    .where('value', '>', 0);
  // `}` is the character after `|`: all names of this group and no other.
  if (groupId !== undefined) {
    query = query.where('name', '>', `${groupId}|`).where('name', '<', `${groupId}}`);
  }
  const cubes = new Map<number, Cell[]>();
  for (const { name, value } of await query.execute()) {
    const [id, ...facts] = name.split('|');
    const cells = cubes.get(Number(id)) ?? [];
    cells.push(cellFrom(facts, value));
    cubes.set(Number(id), cells);
  }
  return cubes;
}

function cellFrom([status = '', isEnabled, verified]: readonly string[], count: number): Cell {
  return { status, isEnabled: Number(isEnabled), verified: Number(verified), count };
}

export function total(cells: readonly Cell[]): number {
  return cells.reduce((sum, { count }) => sum + count, 0);
}

/** Whether a term is about nothing but status, enabled and verified. */
export function isAboutFacets({ kind }: SearchTerm): boolean {
  return kind === 'status' || kind === 'enabled' || kind === 'verified';
}

/** The cells of users for whom those of the terms hold that are about facets. */
export function cellsFor(cells: readonly Cell[], terms: readonly SearchTerm[]): readonly Cell[] {
  const facets = terms.filter(isAboutFacets);
  return cells.filter((cell) => facets.every((term) => holds(term, cell) !== term.isExcluded));
}

function holds(term: SearchTerm, { status, isEnabled, verified }: Cell): boolean {
  if (term.kind === 'status') return status === term.status;
  if (term.kind === 'enabled') return (isEnabled === 1) === term.isEnabled;
  if (term.kind !== 'verified') return true;
  switch (term.contact) {
    case 'any':
      return verified > 0;
    case 'none':
      return verified === 0;
    case 'email':
      return (verified & emailBit) !== 0;
    case 'phone':
      return (verified & phoneBit) !== 0;
  }
}
