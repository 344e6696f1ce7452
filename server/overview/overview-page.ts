import type { Periods } from '../directory/overview-periods.ts';
import type { PoolOverview, StuckKind, SyncState } from '../directory/query.ts';
import { writeSearch } from '../directory/search/write-search.ts';
import { statusBadge } from '../directory/status.ts';
import { freshnessLine } from '../freshness/view.ts';
import { overviewPath, usersPath, withQuery } from '../web/paths.ts';
import { dayChart } from './chart.ts';
import type { OverviewPage } from './views.ts';

type Parts = {
  readonly pool: string;
  readonly overview: PoolOverview;
  readonly periods: Periods;
  readonly sync: SyncState;
  readonly mayRefresh: boolean;
  readonly now: Date;
};

const number = new Intl.NumberFormat('en');

/** Puts together what a pool's start page shows. */
export function overviewPage({ pool, overview, ...parts }: Parts): OverviewPage {
  const list = usersPath(pool);
  const { total } = overview;
  return {
    freshness: freshnessLine(parts.sync, parts.now, {
      pool,
      mayRefresh: parts.mayRefresh,
      here: overviewPath(pool),
    }),
    total: `${number.format(total)} ${total === 1 ? 'user' : 'users'}`,
    listHref: list,
    statuses: [...overview.byStatus].sort(byUsers).map(({ status, enabled, disabled }) => {
      const percent = (100 * (enabled + disabled)) / Math.max(1, total);
      return {
        badge: statusBadge(status),
        count: number.format(enabled + disabled),
        disabled: number.format(disabled),
        share: percent > 0 && percent < 1 ? '< 1 %' : `${Math.round(percent)} %`,
        percent: Math.round(percent * 10) / 10,
        href: withQuery(list, { q: writeSearch([{ kind: 'status', status, isExcluded: false }]) }),
      };
    }),
    stuck: overview.stuck.map(({ kind, count, search }) => ({
      ...stuckWords(kind, parts.periods),
      count: number.format(count),
      isNobody: count === 0,
      href: withQuery(list, { q: search }),
    })),
    charts: [
      dayChart({ id: 'new-users', title: 'New users a day', note: '' }, overview.newUsers),
      dayChart(
        {
          id: 'confirmations',
          title: 'Confirmations a day',
          note: 'The pool keeps no record of confirmations: they are counted from when this console first read it.',
        },
        overview.confirmations,
      ),
    ],
  };
}

type StatusCount = PoolOverview['byStatus'][number];

function byUsers(one: StatusCount, other: StatusCount): number {
  return other.enabled + other.disabled - (one.enabled + one.disabled);
}

function stuckWords(
  kind: StuckKind,
  { invitationDays, unconfirmedDays }: Periods,
): { title: string; explanation: string } {
  switch (kind) {
    case 'invitation-expired':
      return {
        title: 'Invitation expired',
        explanation: `Invited more than ${days(invitationDays)} ago: the temporary password no longer works. Resend the invitation.`,
      };
    case 'unconfirmed':
      return {
        title: `Unconfirmed for more than ${days(unconfirmedDays)}`,
        explanation: 'Signed up, but never entered the code. Confirm them, or delete them.',
      };
    case 'reset-required':
      return {
        title: 'Reset required',
        explanation: 'Have to enter a code and choose a new password before they can sign in.',
      };
    case 'no-verified-contact':
      return {
        title: 'No verified contact',
        explanation:
          'Can sign in, but could not get a code if they forgot their password. Mark a contact as verified.',
      };
    case 'disabled':
      return { title: 'Disabled', explanation: 'Nobody can sign in as these users.' };
  }
}

function days(count: number): string {
  return count === 1 ? 'a day' : `${count} days`;
}
