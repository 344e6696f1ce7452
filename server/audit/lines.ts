import { findAction } from '../actions/registry.ts';
import { targetPath } from '../web/paths.ts';
import { momentOf } from '../web/rendering/moment.ts';
import type { AuditLine, Badge } from '../web/rendering/page.ts';
import type { AuditEntry, AuditOutcome } from './entry.ts';
import { eventTitles } from './events.ts';

const outcomes: Readonly<Record<AuditOutcome, Badge>> = {
  succeeded: { label: 'Succeeded', tone: 'green', explanation: 'The pool was changed.' },
  failed: { label: 'Failed', tone: 'red', explanation: 'The pool refused or did not answer.' },
  refused: { label: 'Refused', tone: 'yellow', explanation: 'A rule of the console stopped it.' },
  started: {
    label: 'Begun',
    tone: 'grey',
    explanation: 'It was begun; what became of it is not written down yet.',
  },
  unknown: {
    label: 'Unknown',
    tone: 'grey',
    explanation: 'The console ended before the answer came, and the pool does not tell it either.',
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
  const told = parts.map(({ name, failure }) => {
    if (failure === undefined) return `${actionTitle(name)}: done`;
    const isMissing = failure.code === 'not_enabled_in_pool';
    return `${actionTitle(name)}: ${isMissing ? 'not offered by this pool' : 'failed'}`;
  });
  return told.length === 0 ? '' : `${told.join(', ')}.`;
}

/** "group: editors", "isPermanent: true"; empty when there is nothing worth a line. */
function describeInput(input: AuditEntry['input']): string {
  return Object.entries(input)
    .filter(([, value]) => value !== '' && value !== false)
    .map(([name, value]) => `${name.replace(/^attribute:/, '')}: ${valueText(value)}`)
    .join(', ');
}

function valueText(value: unknown): string {
  return Array.isArray(value) ? value.join(' → ') : String(value);
}
