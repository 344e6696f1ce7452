import type { SectionPage } from '../../../server/users/detail/views.ts';
import type { UserDetailPage, UserListPage, UserRow } from '../../../server/users/views.ts';
import {
  action,
  archived,
  auditLines,
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

function row(username: string, changes: Partial<UserRow> = {}): UserRow {
  return {
    username,
    href: `/pools/demo/users/${encodeURIComponent(username)}`,
    email: `${username}@example.com`,
    name: '',
    status: confirmed,
    isEnabled: true,
    groups: [],
    createdAt: lastMonth,
    modifiedAt: today,
    ...changes,
  };
}

const manyGroups = Array.from({ length: 100 }, (_, index) => `team-${index + 1}`);
const given = ['Ada', 'Ben', 'Chidi', 'Dana', 'Emre', 'Fatima', 'Goran', 'Hana', 'Ivo', 'Jin'];
const family = ['Okafor', 'Lindqvist', 'Moreau', 'Tanaka', 'Silva', 'Novak', 'Haddad'];

function ordinaryRow(index: number): UserRow {
  const first = given[index % given.length] ?? '';
  const last = family[index % family.length] ?? '';
  return row(`${first}.${last}${index}`.toLowerCase(), {
    name: `${first} ${last}`,
    status: [confirmed, confirmed, confirmed, invited, confirmed][index % 5] ?? confirmed,
    groups: index % 3 === 0 ? ['editors'] : [],
    createdAt: longAgo,
    modifiedAt: lastMonth,
  });
}

export const rows: readonly UserRow[] = [
  row('alice', { name: 'Alice Okonkwo', groups: ['editors', 'reviewers'] }),
  row(longUsername, { name: longName, email: longEmail, groups: ['x'.repeat(128), 'editors'] }),
  row('يوسف-الحداد', { name: 'يوسف الحداد', email: 'youssef@example.com', status: external }),
  row('yael', { name: 'יעל כהן', status: unconfirmed, isEnabled: false }),
  row('5f1f7a2e-2c1b-4a53-9c57-0a7c0f4b2d11', {
    name: '山田 花子',
    status: invited,
    groups: undefined,
  }),
  row('no-email', { email: '', status: resetRequired }),
  row('everywhere', { name: 'Everywhere At-Once', groups: manyGroups, createdAt: longAgo }),
  row('old', { name: 'Old Timer', status: archived, isEnabled: false, createdAt: longAgo }),
  ...Array.from({ length: 22 }, (_, index) => ordinaryRow(index)),
];

export const userList: UserListPage = {
  action: '/pools/demo/users',
  filter: {
    attribute: 'email',
    prefix: '',
    status: '',
    attributes: [
      { value: 'username', label: 'Username' },
      { value: 'email', label: 'E-mail' },
      { value: 'name', label: 'Name' },
      { value: 'family_name', label: 'Family name' },
    ],
    statuses: [
      { value: '', label: 'Any status' },
      { value: 'CONFIRMED', label: 'Confirmed' },
      { value: 'FORCE_CHANGE_PASSWORD', label: 'Invited' },
    ],
    error: '',
  },
  rows,
  isFiltered: false,
  clearHref: '/pools/demo/users',
  firstHref: '/pools/demo/users',
  nextHref: '/pools/demo/users?cursor=eyJwYWdlIjoyfQ',
  summary: 'About 2,003 users in this pool',
  problem: '',
  create: { ...action('user.create', 'Create user', 'user-plus'), href: '/pools/demo/create-user' },
};

const noRows = { rows: [], firstHref: undefined, nextHref: undefined };

export const noUserFound: UserListPage = {
  ...userList,
  ...noRows,
  filter: { ...userList.filter, prefix: 'zzz', status: 'CONFIRMED' },
  isFiltered: true,
  summary: 'No user found',
};
export const noUsers: UserListPage = { ...userList, ...noRows, summary: 'No users in this pool' };
export const usersUnreachable: UserListPage = {
  ...userList,
  ...noRows,
  create: undefined,
  summary: '',
  problem:
    'The user pool cannot be reached at the moment, so no users can be shown. Try again in a minute.',
};
export const twoFilters: UserListPage = {
  ...userList,
  ...noRows,
  isFiltered: true,
  filter: {
    ...userList.filter,
    prefix: 'al',
    status: 'CONFIRMED',
    error: 'The user pool can filter by one thing only. Clear the text or the status.',
  },
  summary: '',
};

export const userDetail: UserDetailPage = {
  username: 'alice',
  title: 'Alice Okonkwo',
  sub: '5f1f7a2e-2c1b-4a53-9c57-0a7c0f4b2d11',
  status: confirmed,
  isEnabled: true,
  createdAt: longAgo,
  modifiedAt: today,
  attributes: [
    {
      name: 'email',
      label: 'E-mail',
      value: 'alice@example.com',
      verified: { label: 'Verified', tone: 'green', explanation: 'Codes can be sent here.' },
    },
    {
      name: 'phone_number',
      label: 'Phone number',
      value: '+4915112345678',
      verified: {
        label: 'Not verified',
        tone: 'yellow',
        explanation: 'Codes for a forgotten password are not sent here.',
      },
    },
    { name: 'name', label: 'Name', value: 'Alice Okonkwo', verified: undefined },
    { name: 'custom:department', label: 'department', value: 'Research', verified: undefined },
    { name: 'address', label: 'Address', value: '', verified: undefined },
  ],
  groups: [
    {
      name: 'editors',
      href: '/pools/demo/groups/editors',
      description: 'May change every article of the magazine and its archive',
      remove: action('user.remove-from-group', 'Remove', 'users-minus', 'caution'),
    },
    {
      name: 'reviewers',
      href: '/pools/demo/groups/reviewers',
      description: '',
      remove: action('user.remove-from-group', 'Remove', 'users-minus', 'caution'),
    },
  ],
  addToGroup: action('user.add-to-group', 'Add to group', 'users-plus'),
  edit: action('user.edit-attributes', 'Edit', 'pencil'),
  nextStep: {
    tone: 'warning',
    title: 'A forgotten password could not be reset',
    text: 'No contact is verified: mark it as verified and send a code in one go.',
    button: action('user.mend', 'Verify contact and reset password', 'first-aid-kit', 'caution'),
    whoMay: '',
    otherwise: {
      text: 'The authenticator is lost or the phone is new?',
      link: action('user.reset-mfa', 'Reset second factor', 'shield-off', 'caution'),
    },
  },
  sections: [
    { id: 'sessions', title: 'Sessions', href: '/pools/demo/users/alice/sessions' },
    { id: 'devices', title: 'Devices', href: '/pools/demo/users/alice/devices' },
  ],
  actions: [
    action('user.set-password', 'Set password', 'key', 'caution'),
    action('user.verify-contact', 'Mark contact verified', 'mail-check'),
    action('user.disable', 'Disable', 'user-off', 'caution'),
    action('user.delete', 'Delete', 'trash', 'severe'),
  ],
  audit: auditLines.slice(0, 3),
  auditHref: '/pools/demo/audit?target=alice',
  listHref: '/pools/demo/users',
  problem: '',
};

/** What an auditor sees of somebody long-winded, while the pool answers half of the questions. */
export const userDetailReadOnly: UserDetailPage = {
  ...userDetail,
  username: longUsername,
  title: longName,
  status: invited,
  isEnabled: false,
  attributes: [
    { name: 'email', label: 'E-mail', value: longEmail, verified: undefined },
    { name: 'custom:notes', label: 'notes', value: 'x'.repeat(2048), verified: undefined },
  ],
  groups: undefined,
  addToGroup: undefined,
  edit: undefined,
  nextStep: undefined,
  actions: [],
  audit: [],
  problem: 'The user pool cannot be reached at the moment. What is shown was read a moment ago.',
  modifiedAt: moment('2026-11-20T14:06:00.000Z', 'just now'),
};

/** Somebody in nothing, with nothing. */
export const userDetailBare: UserDetailPage = {
  ...userDetail,
  username: '5f1f7a2e-2c1b-4a53-9c57-0a7c0f4b2d11',
  title: '山田 花子',
  status: unconfirmed,
  nextStep: {
    tone: 'danger',
    title: 'Disabled',
    text: 'Nothing else helps until the user is enabled again.',
    button: undefined,
    whoMay: 'An administrator can do this.',
    otherwise: undefined,
  },
  attributes: [],
  groups: [],
  audit: [],
};

/** Where somebody is signed in, and what a pool without tracking says instead. */
export const userSessions: SectionPage = {
  title: 'Sessions',
  username: 'alice',
  backHref: '/pools/demo/users/alice',
  note: '',
  columns: ['Kind', 'Device', 'Last active'],
  rows: [
    {
      cells: [
        { text: 'Tokens', moment: undefined },
        { text: 'Mozilla/5.0 (X11; Linux x86_64)', moment: undefined },
        { text: '', moment: today },
      ],
      action: action('user.end-session', 'End session', 'logout', 'caution'),
    },
  ],
  actions: [action('user.sign-out', 'Sign out everywhere', 'logout', 'caution')],
  nextHref: '/pools/demo/users/alice/sessions?cursor=abc',
};
export const userSessionsMissing: SectionPage = {
  ...userSessions,
  note: 'This pool does not track sessions.',
  columns: [],
  rows: [],
  actions: [],
  nextHref: undefined,
};
