import { Kind } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import type { FieldErrors } from '../../errors.ts';
import type { Action } from '../action.ts';
import { displayNameOf } from '../display-name.ts';
import type { FormValues } from '../form.ts';
import { confirmationField } from '../pipeline/demands.ts';
import { contestedProblems, type Edits } from '../posted/edits.ts';
import { changedMeanwhile, isStale, shownIn } from '../posted/shown.ts';
import type { Subject } from './subject.ts';

/** What a form is filled with, and what is said above it and beside its fields. */
export type Filled = {
  readonly values: FormValues;
  readonly problem: string;
  readonly fields: FieldErrors;
};

export const filled = (values: FormValues): Filled => ({ values, problem: '', fields: {} });

/** What the address fills in: what the action lets links fill in, and only for links of this console. */
export function prefilled({ query, isFromHere }: FastifyRequest, action: Action): FormValues {
  if (!isFromHere || typeof query !== 'object' || query === null) return {};
  return Object.fromEntries(
    Object.entries(query).filter(
      ([name, value]) => action.prefills.includes(name) && typeof value === 'string',
    ),
  );
}

/**
 * Fills a form with what was in it when it was sent. What was not touched in it stands as it is now.
 * Where its target has changed since, what was confirmed or chosen about the former state is taken back.
 */
export function refilled(action: Action, subject: Subject, sent: FormValues): Filled {
  const { target, description, shown } = subject;
  const present = action.present(target, description);
  const edits = action.edits(target, description, sent);
  const isOutdated = isStale(shownIn(sent), shown, present);
  const isChanged = isOutdated || Object.keys(edits.contested).length > 0;
  const typed = { ...sent, ...present, ...edits.given };
  return {
    values: isChanged ? withoutConsent(typed, edits, action, subject) : typed,
    problem: isChanged ? changedMeanwhile(displayNameOf(target)).publicMessage : '',
    fields: contestedProblems(edits),
  };
}

/** Without the ticks and choices that were about the former state, and without the typed name. */
function withoutConsent(
  typed: FormValues,
  { given }: Edits,
  action: Action,
  { target, description, shown, initial }: Subject,
): FormValues {
  const { properties } = action.input(description, target);
  const stays = (name: string): boolean =>
    name !== confirmationField &&
    properties[name]?.[Kind] !== 'Boolean' &&
    (name in given || !(name in shown));
  return {
    ...initial,
    ...Object.fromEntries(Object.entries(typed).filter(([name]) => stays(name))),
  };
}
