import { type UserStatus, userStatuses } from '../../cognito/types.ts';
import type { DayCount, OverviewRequest, PoolOverview, StuckKind } from '../query.ts';
import { writeSearch } from '../search/write-search.ts';
import type { SearchTerm } from '../search-language.ts';
import { dayOf, startOfDay } from '../store/counters.ts';
import type { Scope } from './scope.ts';
import { cellsFor, total } from './summary/cube.ts';
import { countWaiting } from './waiting.ts';

/** The numbers of a pool's start page, all of them maintained: none is counted here. */
export async function readOverview(scope: Scope, request: OverviewRequest): Promise<PoolOverview> {
  const days = Array.from({ length: request.days }, (_, index) =>
    dayOf(startOfDay(scope.now, request.days - 1 - index)),
  );
  return {
    total: total(scope.cube),
    byStatus: byStatus(scope),
    newUsers: await series(scope, 'created', days),
    confirmations: await series(scope, 'confirmed', days),
    stuck: await stuck(scope, request),
  };
}

function byStatus({ cube }: Scope): PoolOverview['byStatus'] {
  return userStatuses
    .map((status) => {
      const cells = cube.filter((cell) => cell.status === status);
      return {
        status,
        enabled: total(cells.filter(({ isEnabled }) => isEnabled === 1)),
        disabled: total(cells.filter(({ isEnabled }) => isEnabled === 0)),
      };
    })
    .filter(({ enabled, disabled }) => enabled + disabled > 0);
}

async function series(
  { database, poolId }: Scope,
  kind: 'created' | 'confirmed',
  days: readonly string[],
): Promise<DayCount[]> {
  const rows = await database
    .selectFrom('directoryCount')
    .select(['name', 'value'])
    .where('poolId', '=', poolId)
    .where('kind', '=', kind)
    .where('name', '>=', days[0] ?? '')
    .execute();
  const values = new Map(rows.map(({ name, value }) => [name, value]));
  return days.map((day) => ({ day, count: values.get(day) ?? 0 }));
}

async function stuck(scope: Scope, request: OverviewRequest): Promise<PoolOverview['stuck']> {
  const waiting = async (kind: StuckKind, status: UserStatus, days: number) => ({
    kind,
    count: await countWaiting(scope, status, days),
    search: searchFor(
      { kind: 'status', status, isExcluded: false },
      { kind: 'stuck', days, isExcluded: false },
    ),
  });
  const facet = (kind: StuckKind, ...terms: SearchTerm[]) => ({
    kind,
    count: total(cellsFor(scope.cube, terms)),
    search: searchFor(...terms),
  });
  return [
    await waiting('invitation-expired', 'FORCE_CHANGE_PASSWORD', request.invitationDays),
    await waiting('unconfirmed', 'UNCONFIRMED', request.unconfirmedDays),
    facet(
      'reset-required',
      { kind: 'status', status: 'RESET_REQUIRED', isExcluded: false },
      { kind: 'enabled', isEnabled: true, isExcluded: false },
    ),
    facet(
      'no-verified-contact',
      { kind: 'status', status: 'CONFIRMED', isExcluded: false },
      { kind: 'verified', contact: 'none', isExcluded: false },
    ),
    facet('disabled', { kind: 'enabled', isEnabled: false, isExcluded: false }),
  ];
}

function searchFor(...terms: SearchTerm[]): string {
  return writeSearch(terms);
}
