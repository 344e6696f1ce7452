import { findAction } from '../actions/registry.ts';
import { momentOf } from '../web/moment.ts';
import type { AuditLine, Badge } from '../web/page.ts';
import { targetPath } from '../web/paths.ts';
import type { AuditEntry, AuditOutcome } from './entry.ts';

const outcomes: Readonly<Record<AuditOutcome, Badge>> = {
  succeeded: { label: 'Succeeded', tone: 'green', explanation: 'The pool was changed.' },
  failed: { label: 'Failed', tone: 'red', explanation: 'The pool refused or did not answer.' },
  refused: { label: 'Refused', tone: 'yellow', explanation: 'A rule of the console stopped it.' },
  started: {
    label: 'Unknown',
    tone: 'grey',
    explanation: 'It was begun, and the console ended before the answer came.',
  },
};

/** The badge of an outcome. */
export function outcomeBadge(outcome: AuditOutcome): Badge {
  return outcomes[outcome];
}

/** An audit entry as pages show it. */
export function auditLine(entry: AuditEntry, now: Date): AuditLine {
  const { actor, target } = entry;
  return {
    number: entry.number,
    at: momentOf(entry.at, now),
    operator: actor.username,
    role: actor.role,
    action: findAction(entry.action)?.title ?? entry.action,
    actionId: entry.action,
    targetKind: target.kind,
    target: target.name,
    targetHref: target.kind === 'pool' ? undefined : targetPath(entry.pool, target),
    outcome: outcomes[entry.outcome],
    detail: [entry.errorMessage, describeInput(entry.input)].filter(Boolean).join(' '),
  };
}

/** "group: editors", "isPermanent: true"; empty when there is nothing worth a line. */
function describeInput(input: AuditEntry['input']): string {
  return Object.entries(input)
    .filter(([, value]) => value !== '' && value !== false)
    .map(([name, value]) => `${name.replace(/^attribute:/, '')}: ${String(value)}`)
    .join(', ');
}
