import type { Selection } from '../start/selection.ts';

/** What a form of bulk work sends. */
export type Sent = Readonly<Record<string, unknown>>;

/** Names of the form's own fields; everything else is the action's input. */
export const ownFields = { action: 'action', scope: 'scope', search: 'q', user: 'user' } as const;

export function selectionOf(sent: Sent): Selection {
  if (textOf(sent, ownFields.scope) === 'all') {
    return { scope: 'all', search: textOf(sent, ownFields.search) };
  }
  const users = sent[ownFields.user];
  const usernames = [users ?? []].flat().filter((name) => typeof name === 'string');
  return { scope: 'ticked', usernames };
}

/** The text under a name, the last where there are several; empty when there is none. */
export function textOf(sent: Sent, name: string): string {
  const value = Array.isArray(sent[name]) ? sent[name].at(-1) : sent[name];
  return typeof value === 'string' ? value.trim() : '';
}
