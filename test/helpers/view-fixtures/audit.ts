import type { AuditEntryPage, AuditPage, VerificationPage } from '../../../server/audit/views.ts';
import { auditLines, longUsername, today } from './parts.ts';

export const audit: AuditPage = {
  lines: auditLines,
  action: '/pools/demo/audit',
  filter: {
    operator: '',
    target: '',
    actionId: '',
    actions: [
      { value: '', label: 'Any action' },
      { value: 'user.disable', label: 'Disable user' },
    ],
    outcome: '',
    outcomes: [
      { value: '', label: 'Any outcome' },
      { value: 'done', label: 'Done' },
    ],
    from: '',
    until: '',
  },
  verifyHref: '/pools/demo/audit/verify',
  exports: [
    { label: 'CSV', href: '/pools/demo/audit/export.csv' },
    { label: 'NDJSON', href: '/pools/demo/audit/export.ndjson' },
  ],
  isFiltered: false,
  clearHref: '/pools/demo/audit',
  firstHref: undefined,
  olderHref: '/pools/demo/audit?before=1200',
};

export const noAudit: AuditPage = { ...audit, lines: [], exports: [], olderHref: undefined };

export const auditFiltered: AuditPage = {
  ...audit,
  isFiltered: true,
  filter: { ...audit.filter, operator: 'admin', outcome: 'done', from: '2026-11-01' },
  firstHref: '/pools/demo/audit?operator=admin',
};

const whole: VerificationPage['found'] = {
  isWhole: true,
  summary: 'The audit is whole: 1,240 rows, each sealed and in its place, up to entry 1240.',
  findings: [],
  headNumber: 1240,
  headHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  verifiedAt: today,
};

export const wholeAudit: VerificationPage = {
  progress: undefined,
  found: whole,
  hereHref: '/pools/demo/audit/verify?since=1795182000000',
  againHref: '/pools/demo/audit/verify',
  streamHref: '/pools/demo/audit/verify/progress?since=1795182000000',
  backHref: '/pools/demo/audit',
};

export const touchedAudit: VerificationPage = {
  ...wholeAudit,
  found: {
    ...whole,
    isWhole: false,
    summary: 'The audit was tampered with: 2 findings in 1,240 rows.',
    findings: [
      { text: 'Entry 17 was changed.', href: '/pools/demo/audit/17' },
      { text: 'Entries 40 to 52 were removed.', href: undefined },
    ],
  },
};

export const auditUnderWay: VerificationPage = {
  ...wholeAudit,
  progress: { summary: '40,000 of 100,000 rows were looked at.', percent: 40 },
  found: undefined,
};

const fact = (label: string, value: string, isCode = false, href?: string) => ({
  label,
  value,
  href,
  isCode,
});

export const auditEntry: AuditEntryPage = {
  number: 1180,
  title: 'Lock down user',
  at: today,
  outcome: { label: 'Failed', tone: 'red', explanation: 'The pool refused or did not answer.' },
  message: 'The user pool did not answer.',
  cards: [
    {
      id: 'what',
      title: 'What',
      facts: [
        fact('User', longUsername, false, '/pools/demo/users/long'),
        fact('Reason', 'The laptop was stolen.'),
      ],
    },
    {
      id: 'who',
      title: 'Who',
      facts: [fact('Operator', 'admin'), fact('Address', '192.0.2.7', true)],
    },
  ],
  ending: [fact('AWS request', '7d3c1f0a-54c2-4b7e-9f5e-1c1f0c3c8f11', true)],
  parts: [
    {
      title: 'Disable user',
      outcome: { label: 'Done', tone: 'green', explanation: 'The pool did this part.' },
      message: '',
      took: '12 ms',
    },
    {
      title: 'End sessions',
      outcome: { label: 'Failed', tone: 'red', explanation: 'The pool refused this part.' },
      message: 'The user pool did not answer.',
      took: '3000 ms',
    },
  ],
  backHref: '/pools/demo/audit',
};

export const auditEntryBare: AuditEntryPage = {
  ...auditEntry,
  message: '',
  ending: [],
  parts: [],
};
