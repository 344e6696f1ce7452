import type { SectionPage } from '../../../server/users/detail/views.ts';
import type { UserDetailPage } from '../../../server/users/views.ts';
import {
  action,
  confirmed,
  invited,
  longAgo,
  longEmail,
  longName,
  longUsername,
  moment,
  today,
  unconfirmed,
} from './parts.ts';

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
  history: {
    lines: [
      {
        at: today,
        title: 'Confirm user',
        href: '/pools/demo/audit/12',
        outcome: { label: 'Succeeded', tone: 'green', explanation: 'The pool was changed.' },
        source: 'by admin, as admin',
        changes: ['Status: Unconfirmed, now Confirmed'],
        detail: 'Reason: called the hotline',
      },
      {
        at: today,
        title: 'Delete user',
        href: '/pools/demo/audit/11',
        outcome: { label: 'Refused', tone: 'yellow', explanation: 'A rule of the console.' },
        source: 'by support, as support',
        changes: [],
        detail: '',
      },
      {
        at: longAgo,
        title: 'Was new, as Unconfirmed',
        href: undefined,
        outcome: undefined,
        source: 'Seen in the pool',
        changes: [],
        detail: '',
      },
    ],
    newestHref: '/pools/demo/users/alice#history',
    olderHref: '/pools/demo/users/alice?history=12.34#history',
    auditHref: '/pools/demo/audit?target=alice',
  },
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
  history: { ...userDetail.history, newestHref: undefined, auditHref: undefined },
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
  history: { ...userDetail.history, lines: [], newestHref: undefined, olderHref: undefined },
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
        { text: 'Tokens', moment: undefined, isLong: false },
        { text: longUsername, moment: undefined, isLong: true },
        { text: '', moment: today, isLong: false },
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
