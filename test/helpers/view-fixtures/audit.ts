import type { AuditPage, VerificationPage } from '../../../server/audit/views.ts';
import { auditLines, today } from './parts.ts';

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
    findings: ['Entry 17 was changed.', 'Entries 40 to 52 were removed.'],
  },
};

export const auditUnderWay: VerificationPage = {
  ...wholeAudit,
  progress: { summary: '40,000 of 100,000 rows were looked at.', percent: 40 },
  found: undefined,
};
