import { dayChart } from '../../../server/overview/chart.ts';
import type { OverviewPage } from '../../../server/overview/views.ts';
import { fresh } from './lists.ts';
import { confirmed, external, unconfirmed } from './parts.ts';

const list = '/pools/demo/users';
const counts = [0, 3, 12, 5000, 1, 0, 7];
const days = counts.map((count, index) => ({ day: `2026-11-${14 + index}`, count }));

export const overview: OverviewPage = {
  freshness: fresh,
  total: '2,003 users',
  listHref: list,
  statuses: [confirmed, unconfirmed, external].map((badge, index) => ({
    badge,
    count: '1,204',
    disabled: '12',
    share: index === 0 ? '80 %' : '< 1 %',
    percent: index === 0 ? 80 : 0.4,
    href: `${list}?q=${index}`,
  })),
  stuck: [
    {
      title: 'Invitation expired',
      explanation: 'Invited more than 7 days ago. Resend the invitation.',
      count: '118',
      isNobody: false,
      href: `${list}?q=stuck`,
    },
    {
      title: 'Disabled',
      explanation: 'Nobody can sign in as these users.',
      count: '0',
      isNobody: true,
      href: `${list}?q=disabled`,
    },
  ],
  charts: [
    dayChart({ id: 'new-users', title: 'New users a day', note: '' }, days),
    dayChart({ id: 'confirmations', title: 'Confirmations a day', note: 'Counted since.' }, days),
  ],
};

export const emptyOverview: OverviewPage = {
  ...overview,
  total: '0 users',
  statuses: [],
  stuck: [],
  charts: [dayChart({ id: 'new-users', title: 'New users a day', note: '' }, [])],
};
