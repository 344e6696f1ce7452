import { newKeyPage, untouched } from '../../../server/keys/pages/form-page.ts';
import { stateBadges } from '../../../server/keys/pages/words.ts';
import type {
  KeyFormPage,
  KeyListPage,
  KeyPage,
  KeySecretPage,
} from '../../../server/keys/views.ts';
import { lastMonth, longEmail, longUsername, moment, today } from './parts.ts';

const inAMonth = moment('2026-12-24T08:00:00.000Z', 'in 5 weeks');

export const keyList: KeyListPage = {
  newHref: '/api-keys/new',
  rows: [
    {
      name: 'nightly-import',
      href: '/api-keys/0123456789abcdef',
      role: 'Administrator',
      state: stateBadges.active,
      pools: 'All pools',
      actions: 'All of its role',
      madeBy: 'alice',
      expiresAt: inAMonth,
      usedAt: today,
    },
    {
      name: `${'a-very-long-name-'.repeat(3)}of-a-key`,
      href: '/api-keys/1123456789abcdef',
      role: 'Support',
      state: stateBadges['owner-lost-role'],
      pools: `${longUsername}, second`,
      actions: '12 actions',
      madeBy: longEmail,
      expiresAt: lastMonth,
      usedAt: undefined,
    },
  ],
};

export const noKeys: KeyListPage = { newHref: '/api-keys/new', rows: [] };

export const newKey: KeyFormPage = newKeyPage(untouched, ['main', 'second']);

export const newKeyWrong: KeyFormPage = newKeyPage(
  {
    sent: { name: 'Not A Name', role: 'support', actions: 'some', verb: 'user.delete' },
    errors: {
      name: 'Use small letters.',
      actions: 'This role does not include: Delete user.',
      pools: 'Tick at least one pool.',
    },
    problem: 'Please correct the marked fields.',
  },
  ['main', 'second'],
);

export const revokeKey: KeyFormPage = {
  title: 'Revoke API key',
  target: 'nightly-import',
  consequence: 'The key stops at once and for good. This cannot be undone.',
  danger: 'severe',
  action: '/api-keys/0123456789abcdef/revoke',
  problem: '',
  hidden: [{ name: 'rotatedAt', value: '2026-10-12T08:45:00.000Z' }],
  fields: [],
  choices: [],
  submitLabel: 'Revoke key',
  cancelHref: '/api-keys/0123456789abcdef',
};

export const keySecret: KeySecretPage = {
  title: 'API key rotated',
  name: 'nightly-import',
  secret: 'a-key-that-is-shown-once',
  expiresAt: inAMonth,
  previousUntil: inAMonth,
  href: '/api-keys/0123456789abcdef',
};

export const keyDetail: KeyPage = {
  name: 'nightly-import',
  state: stateBadges.active,
  listHref: '/api-keys',
  facts: [
    { label: 'Role', value: 'Administrator' },
    { label: 'Made by', value: longEmail },
    { label: 'Networks', value: '192.0.2.7, 10.0.0.0/8' },
  ],
  links: [
    {
      label: 'Rotate',
      href: '/api-keys/0123456789abcdef/rotate',
      icon: 'refresh',
      isSevere: false,
    },
    { label: 'Revoke', href: '/api-keys/0123456789abcdef/revoke', icon: 'x', isSevere: true },
  ],
  audits: [{ label: 'What it did in main', href: '/pools/main/audit?operator=key+nightly-import' }],
};

export const keyEnded: KeyPage = {
  ...keyDetail,
  state: stateBadges.revoked,
  links: [],
  audits: [],
};
