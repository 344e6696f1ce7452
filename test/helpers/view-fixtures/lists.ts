import type { FreshnessLine } from '../../../server/freshness/view.ts';
import type { SavedViewForm } from '../../../server/saved-views/views.ts';
import type { UserCell, UserListPage, UserRow } from '../../../server/users/list-views.ts';
import type { Badge, Moment } from '../../../server/web/rendering/page.ts';
import * as actions from './actions.ts';
import {
  action,
  archived,
  confirmed,
  external,
  invited,
  lastMonth,
  longAgo,
  longEmail,
  longName,
  longUsername,
  moment,
  resetRequired,
  today,
  unconfirmed,
} from './parts.ts';

type Row = {
  readonly name: string;
  readonly email: string;
  readonly status: Badge;
  readonly isEnabled: boolean;
  readonly groups: readonly string[];
  readonly createdAt: Moment;
};

function row(username: string, changes: Partial<Row> = {}): UserRow {
  const { name, email, status, isEnabled, groups, createdAt }: Row = {
    name: '',
    email: `${username}@example.com`,
    status: confirmed,
    isEnabled: true,
    groups: [],
    createdAt: lastMonth,
    ...changes,
  };
  const cells: UserCell[] = [
    { label: 'E-mail', kind: 'text', text: email },
    { label: 'Status', kind: 'status', badge: status },
    { label: 'Sign-in', kind: 'enabled', isEnabled },
    { label: 'Groups', kind: 'groups', groups },
    { label: 'Created', kind: 'time', moment: createdAt },
    { label: 'Changed', kind: 'time', moment: today },
  ];
  const href = `/pools/demo/users/${encodeURIComponent(username)}`;
  return { username, href, name, isEnabled, cells };
}

const rows: readonly UserRow[] = [
  row('alice', { name: 'Alice Okonkwo', groups: ['editors', 'reviewers'] }),
  row(longUsername, { name: longName, email: longEmail, groups: ['x'.repeat(128), 'editors'] }),
  row('يوسف-الحداد', { name: 'يوسف الحداد', email: 'youssef@example.com', status: external }),
  row('yael', { name: 'יעל כהן', status: unconfirmed, isEnabled: false }),
  row('5f1f7a2e-2c1b-4a53-9c57-0a7c0f4b2d11', { name: '山田 花子', status: invited }),
  row('no-email', { email: '', status: resetRequired }),
  row('old', { status: archived, isEnabled: false, createdAt: longAgo }),
  row('everywhere', { groups: Array.from({ length: 100 }, (_, index) => `team-${index + 1}`) }),
];

export const fresh: FreshnessLine = {
  completeAsOf: moment('2026-11-20T14:04:00.000Z', '2 minutes ago'),
  walk: undefined,
  problem: '',
  streamHref: '/pools/demo/freshness',
  refreshAction: '/pools/demo/freshness',
  here: '/pools/demo/users',
};

const walking: FreshnessLine = {
  ...fresh,
  completeAsOf: undefined,
  walk: {
    text: 'Reading users: 12,000 seen, 1,800 a second, with 50 % of the quota',
    percent: 40,
    left: 'about 3 minutes left',
  },
  refreshAction: undefined,
};

const list = '/pools/demo/users';

function heading(label: string, order: 'ascending' | 'descending' | 'none') {
  const sortHref = label === 'Groups' ? undefined : `${list}?sort=${label}`;
  return { label, sortHref, isWide: label === 'User', order };
}

export const userList: UserListPage = {
  action: list,
  search: '',
  searchProblem: undefined,
  kept: [{ name: 'sort', value: '-modified' }],
  views: {
    all: { href: list, isCurrent: true },
    views: [
      { name: 'Stuck this week', href: `${list}?q=stuck`, isCurrent: false, by: '' },
      { name: longName, href: `${list}?q=long`, isCurrent: false, by: 'Shared by alice' },
    ],
    save: undefined,
    change: undefined,
  },
  facets: [
    {
      label: 'Status',
      chosen: '',
      values: [
        { label: 'Confirmed', count: '1,604', isChosen: false, href: `${list}?q=confirmed` },
        { label: 'Unconfirmed', count: '133', isChosen: false, href: `${list}?q=unconfirmed` },
      ],
      note: '',
    },
    {
      label: 'Group',
      chosen: 'editors',
      values: [
        { label: 'editors', count: '12', isChosen: true, href: list },
        { label: 'x'.repeat(128), count: '', isChosen: false, href: `${list}?q=group` },
      ],
      note: '',
    },
    { label: 'MFA', chosen: '', values: [], note: 'They are known of 12 users only.' },
  ],
  columns: [
    heading('User', 'none'),
    heading('E-mail', 'ascending'),
    heading('Status', 'none'),
    heading('Sign-in', 'none'),
    heading('Groups', 'none'),
    heading('Created', 'none'),
    heading('Changed', 'none'),
  ],
  choices: {
    columns: [
      { value: 'email', label: 'E-mail', isChosen: true },
      { value: 'custom:department', label: 'department', isChosen: false },
    ],
    orders: [
      { value: 'email', label: 'E-mail, from the start', isChosen: true },
      { value: '-created', label: 'Created, newest first', isChosen: false },
    ],
  },
  rows: { users: rows, canBeTicked: true },
  shown: '',
  isFiltered: false,
  clearHref: list,
  firstHref: list,
  nextHref: `${list}?cursor=eyJwYWdlIjoyfQ`,
  summary: '2,003 users',
  countHref: undefined,
  note: '',
  mfaNote: '',
  problem: '',
  freshness: fresh,
  create: { ...action('user.create', 'Create user', 'user-plus'), href: '/pools/demo/create-user' },
  bulk: {
    action: '/pools/demo/jobs/choose',
    actions: [
      { value: 'user.disable', label: 'Disable' },
      { value: 'user.delete', label: 'Delete' },
    ],
    allLabel: 'All 2,003 users',
  },
};

/** Everything at once: a view of one's own, every column, an order that is yet to be made. */
export const userListWide: UserListPage = {
  ...userList,
  search: 'group:editors',
  shown: 'group:editors',
  isFiltered: true,
  views: {
    ...userList.views,
    all: { href: list, isCurrent: false },
    save: { href: '/pools/demo/views/new?query=q%3Dgroup' },
    change: { name: 'Stuck this week', href: '/pools/demo/views/1' },
  },
  columns: [...userList.columns, heading('department', 'descending'), heading('MFA', 'none')],
  rows: {
    users: rows.map((one, index) => ({
      ...one,
      cells: [
        ...one.cells,
        { label: 'department', kind: 'text', text: '' },
        index === 0
          ? { label: 'MFA', kind: 'mfa', text: 'Authenticator app, Code by e-mail', asked: today }
          : { label: 'MFA', kind: 'mfa', text: 'Not known', asked: undefined },
      ],
    })),
    canBeTicked: false,
  },
  mfaNote: 'They are known of 12 users only, those whose somebody has opened or changed here.',
  bulk: undefined,
  note: 'So many users are being put in order by department for the first time.',
  summary: '10,000+ users match',
};

/** So many may match that they are counted after the page is shown. */
export const uncounted: UserListPage = {
  ...userList,
  search: 'anna',
  shown: 'anna',
  isFiltered: true,
  summary: '',
  countHref: '/pools/demo/users?q=anna&count=yes',
};

const noRows = {
  rows: { users: [], canBeTicked: true },
  firstHref: undefined,
  nextHref: undefined,
};

export const noUserFound: UserListPage = {
  ...userList,
  ...noRows,
  search: 'zzz',
  shown: 'zzz',
  isFiltered: true,
  summary: 'No user matches',
};
export const noUsers: UserListPage = { ...userList, ...noRows, summary: '0 users' };
export const firstWalk: UserListPage = { ...noUsers, freshness: walking };
export const neverRead: UserListPage = {
  ...noUsers,
  create: undefined,
  freshness: {
    ...fresh,
    completeAsOf: undefined,
    problem: 'The user pool cannot be reached at the moment.',
  },
};
export const wrongSearch: UserListPage = {
  ...userList,
  search: 'anna status:nonsense',
  searchProblem: {
    message: 'There is no status nonsense.',
    before: 'anna status:',
    wrong: 'nonsense',
    after: '',
  },
};
export const wrongPlace: UserListPage = {
  ...userList,
  ...noRows,
  summary: '',
  problem: 'This address leads to the middle of another list. Start at its beginning.',
  firstHref: list,
};

export const saveView: SavedViewForm = {
  title: 'Save this list as a view',
  action: '/pools/demo/views',
  search: 'status:UNCONFIRMED',
  query: 'q=status%3AUNCONFIRMED',
  fields: [
    actions.field('name', 'Name', {
      isRequired: true,
      value: 'Stuck',
      error: 'You have a view of this name already. Choose another name.',
    }),
    actions.field('shared', 'Share with all operators of this pool', { kind: 'checkbox' }),
  ],
  submitLabel: 'Save view',
  cancelHref: `${list}?q=status%3AUNCONFIRMED`,
  deleteAction: undefined,
};

export const changeView: SavedViewForm = {
  ...saveView,
  title: 'Change the view',
  action: '/pools/demo/views/1',
  search: '',
  query: '',
  submitLabel: 'Save changes',
  deleteAction: '/pools/demo/views/1/delete',
};
