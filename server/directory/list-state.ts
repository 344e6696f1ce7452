import { type Sort, standardSort } from './query.ts';

/** Everything that an address says about a list of users. */
export type ListState = {
  /** As typed into the search box. */
  readonly search: string;
  readonly sort: Sort;
  /** Names of the columns beside the user's own, in the order in which they are shown. */
  readonly columns: readonly string[];
  readonly cursor: string | undefined;
};

/** The same in the address's own words. */
export type ListQuery = {
  readonly q?: string;
  /** A column; `-` in front turns the order around. */
  readonly sort?: string;
  readonly column?: readonly string[];
  readonly cursor?: string;
};

export const standardColumns = [
  'email',
  'status',
  'enabled',
  'groups',
  'created',
  'modified',
] as const;

/** With more, no column is wide enough to be read. */
export const mostColumns = 12;

/**
 * Reads an address. What it names and nobody knows, such as a column of another pool, is left out.
 *
 * @param attributes that the pool has, as `DirectoryReader.attributes` answers them
 */
export function readListState(query: ListQuery, attributes: readonly string[]): ListState {
  const known = availableColumns(attributes);
  const columns = known.filter((name) => query.column?.includes(name)).slice(0, mostColumns);
  return {
    search: (query.q ?? '').trim(),
    sort: readSort(query.sort, attributes),
    columns: columns.length === 0 ? standardColumns : columns,
    cursor: query.cursor || undefined,
  };
}

/** Every column that can be chosen: the standard ones, id and second factors, then the pool's attributes by name. */
export function availableColumns(attributes: readonly string[]): readonly string[] {
  const own = new Set<string>([...standardColumns, 'username']);
  return [
    ...standardColumns,
    'sub',
    'mfa',
    ...attributes.filter((name) => !own.has(name) && name !== 'sub' && name !== 'mfa'),
  ];
}

/** Every column that a list can be sorted by. */
export function sortableColumns(attributes: readonly string[]): readonly string[] {
  return ['username', ...availableColumns(attributes)].filter(
    (name) => name !== 'groups' && name !== 'sub' && name !== 'mfa',
  );
}

/** The address of this state below `path`; what is as always is left out. */
export function listAddress(path: string, state: ListState): string {
  const query = writeListState(state);
  return query === '' ? path : `${path}?${query}`;
}

/** The query of this state: equal states have equal queries. */
export function writeListState({ search, sort, columns, cursor }: ListState): string {
  const query = new URLSearchParams();
  if (search !== '') query.set('q', search);
  if (!isStandardSort(sort)) query.set('sort', writeSort(sort));
  if (columns.join() !== standardColumns.join()) {
    for (const column of columns) query.append('column', column);
  }
  if (cursor !== undefined) query.set('cursor', cursor);
  return query.toString();
}

export function writeSort({ column, direction }: Sort): string {
  return direction === 'ascending' ? column : `-${column}`;
}

export function isStandardSort({ column, direction }: Sort): boolean {
  return column === standardSort.column && direction === standardSort.direction;
}

function readSort(text: string | undefined, attributes: readonly string[]): Sort {
  const isDescending = text?.startsWith('-') ?? false;
  const column = isDescending ? text?.slice(1) : text;
  if (column === undefined || !sortableColumns(attributes).includes(column)) return standardSort;
  return { column, direction: isDescending ? 'descending' : 'ascending' };
}
