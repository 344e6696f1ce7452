import { actions } from '../actions/registry.ts';
import { eventTitles } from '../audit/events.ts';
import type { EventFacts } from './event.ts';

/** What an event may have ended as. */
export const eventOutcomes = ['succeeded', 'failed', 'refused', 'unknown'] as const;

/** Which events are sent; an empty list means all. */
export type EventFilter = {
  /** Ids such as `user.disable`, and kinds such as `user.*`. */
  readonly actions: readonly string[];
  readonly outcomes: readonly string[];
  /** Aliases; what belongs to no pool, such as a sign-in of an operator, is sent as well. */
  readonly pools: readonly string[];
};

export const everything: EventFilter = { actions: [], outcomes: [], pools: [] };

/** Whether an event passes. */
export function passes(filter: EventFilter, { action, outcome, pool }: EventFacts): boolean {
  const { actions: patterns, outcomes, pools } = filter;
  if (patterns.length > 0 && !patterns.some((pattern) => matches(pattern, action))) return false;
  if (outcomes.length > 0 && !outcomes.includes(outcome)) return false;
  return pools.length === 0 || pool === '' || pools.includes(pool);
}

function matches(pattern: string, action: string): boolean {
  return pattern.endsWith('.*') ? action.startsWith(pattern.slice(0, -1)) : pattern === action;
}

/** What events can be of, with its title. The other titles of the audit are those of parts of an action. */
export const eventTypes: readonly { readonly id: string; readonly title: string }[] = [
  ...actions.map(({ id, title }) => ({ id, title })),
  ...[...eventTitles].map(([id, title]) => ({ id, title })).filter(({ id }) => id.includes('.')),
];

/** Those of the patterns that no action or event has. */
export function unknownPatterns(patterns: readonly string[]): readonly string[] {
  return patterns.filter((pattern) => !eventTypes.some(({ id }) => matches(pattern, id)));
}

/** The filter as stored. */
export function writeFilter({ actions: patterns, outcomes, pools }: EventFilter): string {
  return JSON.stringify({ actions: patterns, outcomes, pools });
}

/** @throws SyntaxError when what is stored was changed by something else */
export function readFilter(text: string): EventFilter {
  const stored: unknown = JSON.parse(text);
  return {
    actions: textsIn(stored, 'actions'),
    outcomes: textsIn(stored, 'outcomes'),
    pools: textsIn(stored, 'pools'),
  };
}

function textsIn(stored: unknown, name: string): readonly string[] {
  if (typeof stored !== 'object' || stored === null)
    throw new SyntaxError('A filter is an object.');
  const value: unknown = Reflect.get(stored, name);
  if (!Array.isArray(value)) throw new SyntaxError(`A filter has a list of ${name}.`);
  return value.map(String);
}
