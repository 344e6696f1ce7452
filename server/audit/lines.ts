import { findAction } from '../actions/registry.ts';
import { isUnknownOutcome } from '../cognito/errors.ts';
import { auditEntryPath, targetPath } from '../web/paths.ts';
import { momentOf } from '../web/rendering/moment.ts';
import type { AuditLine, Badge } from '../web/rendering/page.ts';
import type { AuditEntry, AuditFailure, AuditOutcome } from './entry.ts';
import { eventTitles } from './events.ts';

const outcomes: Readonly<Record<AuditOutcome, Badge>> = {
  succeeded: { label: 'Succeeded', tone: 'green', explanation: 'It was done.' },
  failed: { label: 'Failed', tone: 'red', explanation: 'It was tried and not done.' },
  refused: { label: 'Refused', tone: 'yellow', explanation: 'A rule of the console stopped it.' },
  started: {
    label: 'Begun',
    tone: 'grey',
    explanation: 'It was begun; what became of it is not written down yet.',
  },
  unknown: {
    label: 'Unknown',
    tone: 'grey',
    explanation: 'The answer was lost, and the pool does not show whether it was done.',
  },
};

/** The badge of an outcome. */
export function outcomeBadge(outcome: AuditOutcome): Badge {
  return outcomes[outcome];
}

const partOutcomes = {
  done: { label: 'Done', tone: 'green', explanation: 'The pool did this part.' },
  missing: {
    label: 'Not offered by this pool',
    tone: 'grey',
    explanation: 'There was nothing to do.',
  },
  failed: {
    label: 'Failed',
    tone: 'red',
    explanation: 'The pool refused this part or did not answer.',
  },
  unknown: {
    label: 'Unknown',
    tone: 'grey',
    explanation: 'The answer was lost: it is not known whether the pool did this part.',
  },
} as const satisfies Record<string, Badge>;

/** The badge of one of several calls. */
export function partBadge(failure: AuditFailure | undefined): Badge {
  if (failure === undefined) return partOutcomes.done;
  if (isUnknownOutcome(failure.code)) return partOutcomes.unknown;
  return failure.code === 'not_enabled_in_pool' ? partOutcomes.missing : partOutcomes.failed;
}

/** An audit entry as a page of this pool shows it. */
export function auditLine(entry: AuditEntry, pool: string, now: Date): AuditLine {
  const { actor, target } = entry;
  return {
    number: entry.number,
    href: auditEntryPath(pool, entry.number),
    at: momentOf(entry.at, now),
    operator: actor.username,
    role: actor.role,
    action: actionTitle(entry.action),
    actionId: entry.action,
    targetKind: target.kind,
    target: target.name,
    targetHref:
      target.kind === 'pool' || entry.pool === '' || target.name === ''
        ? undefined
        : targetPath(entry.pool, target),
    outcome: outcomes[entry.outcome],
    detail: [
      entry.errorMessage,
      describeInput(entry.input),
      describeParts(entry.parts),
      entry.reason && `Reason: ${entry.reason}`,
    ]
      .filter(Boolean)
      .join(' '),
  };
}

/** What an entry is about in words; the id itself for an action that exists no more. */
export function actionTitle(id: string): string {
  return findAction(id)?.title ?? eventTitles.get(id) ?? id;
}

/** "Disable user: done, Revoke sessions: not in this pool." */
function describeParts(parts: AuditEntry['parts']): string {
  const told = parts.map(
    ({ name, failure }) => `${actionTitle(name)}: ${partBadge(failure).label.toLowerCase()}`,
  );
  return told.length === 0 ? '' : `${told.join(', ')}.`;
}

/** "group: editors", "isPermanent: true"; empty when there is nothing worth a line. */
function describeInput(input: AuditEntry['input']): string {
  return Object.entries(input)
    .filter(([, value]) => value !== '' && value !== false)
    .map(([name, value]) => `${inputLabel(name)}: ${inputText(value)}`)
    .join(', ');
}

/** What a field of the input is called. */
export function inputLabel(name: string): string {
  return name.replace(/^attribute:/, '');
}

/** A value of the input; of what was changed, the old and the new one. */
export function inputText(value: unknown): string {
  return Array.isArray(value) ? value.join(' → ') : String(value);
}
