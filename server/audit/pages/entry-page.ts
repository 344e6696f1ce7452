import { targetPath, withQuery } from '../../web/paths.ts';
import { momentOf } from '../../web/rendering/moment.ts';
import type { AuditEntry } from '../entry.ts';
import { actionTitle, inputLabel, inputText, outcomeBadge, partBadge } from '../lines.ts';
import type { AuditEntryPage, AuditFact } from '../views.ts';

type Reader = {
  /** Address of the audit that the entry is shown in. */
  readonly path: string;
  /** Whether the reader may learn from where somebody else came. */
  readonly maySeeOrigin: boolean;
  readonly now: Date;
};

/** All that is known of one entry. What is not known has no line. */
export function auditEntryPage(entry: AuditEntry, reader: Reader): AuditEntryPage {
  const { path, now } = reader;
  const { explanation } = outcomeBadge(entry.outcome);
  return {
    number: entry.number,
    title: actionTitle(entry.action),
    at: momentOf(entry.at, now),
    outcome: outcomeBadge(entry.outcome),
    message: entry.errorMessage || (entry.outcome === 'succeeded' ? '' : explanation),
    cards: [
      { id: 'what', title: 'What', facts: known(whatFacts(entry, path)) },
      { id: 'who', title: 'Who', facts: known(whoFacts(entry, reader)) },
    ],
    ending: known([
      fact('Error', entry.errorCode, { isCode: true }),
      fact('AWS request', entry.requestId, { isCode: true }),
      fact('Took', millisecondsText(entry.duration)),
    ]),
    parts: entry.parts.map(({ name, failure, duration }) => ({
      title: actionTitle(name),
      outcome: partBadge(failure),
      message: failure?.publicMessage ?? '',
      took: millisecondsText(duration),
    })),
    backHref: path,
  };
}

function whatFacts({ action, pool, target, reason, input }: AuditEntry, path: string): AuditFact[] {
  const hasPage = target.kind !== 'pool' && pool !== '' && target.name !== '';
  return [
    fact(
      target.kind === 'user' ? 'User' : target.kind === 'group' ? 'Group' : 'Pool',
      target.name,
      hasPage ? { href: targetPath(pool, target) } : {},
    ),
    fact('User id', target.sub, { isCode: true }),
    ...Object.entries(input).map(([name, value]) => fact(inputLabel(name), inputText(value))),
    fact('Reason', reason),
    fact('Action', action, { isCode: true }),
    fact('Entries about it', target.name && 'Show all', {
      href: withQuery(path, { target: target.name }),
    }),
  ];
}

function whoFacts({ actor }: AuditEntry, { path, maySeeOrigin }: Reader): AuditFact[] {
  const origin = [
    fact('Address', actor.address, { isCode: true }),
    fact('Browser', actor.browser),
    fact('Session', actor.sessionId, { isCode: true }),
  ];
  return [
    fact('Operator', actor.username || 'Nobody who had signed in'),
    fact('Role', actor.role),
    fact('User id', actor.sub, { isCode: true }),
    ...(maySeeOrigin ? origin : []),
    fact('Entries by them', actor.username && 'Show all', {
      href: withQuery(path, { operator: actor.username }),
    }),
  ];
}

function fact(
  label: string,
  value: string,
  { href, isCode = false }: { href?: string; isCode?: boolean } = {},
): AuditFact {
  return { label, value, href, isCode };
}

function known(facts: readonly AuditFact[]): readonly AuditFact[] {
  return facts.filter(({ value }) => value !== '');
}

function millisecondsText(duration: number | undefined): string {
  return duration === undefined ? '' : `${duration} ms`;
}
