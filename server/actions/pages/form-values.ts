import { Kind, type TObject } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import type { Action } from '../action.ts';
import type { FormValues } from '../form.ts';
import { confirmationField } from '../pipeline/demands.ts';
import { changedMeanwhile, changedSince, shownIn } from '../shown.ts';
import type { Subject } from './subject.ts';

/** What a form is filled with, and what is said above it. */
export type Filled = { readonly values: FormValues; readonly problem: string };

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
 * Fills a form with all that was in it when it was sent. Where its target has changed since, what was
 * confirmed or chosen about the former state is taken back.
 */
export function refilled(subject: Subject, schema: TObject, sent: FormValues): Filled {
  if (changedSince(shownIn(sent), subject.shown).length === 0) return { values: sent, problem: '' };
  return {
    values: { ...subject.initial, ...stillValid(sent, subject, schema) },
    problem: changedMeanwhile(subject.target.name).publicMessage,
  };
}

/** Without the ticks, the choices of what is shown, and the typed name. */
function stillValid(sent: FormValues, { shown }: Subject, schema: TObject): FormValues {
  return Object.fromEntries(
    Object.entries(sent).filter(
      ([name]) =>
        name !== confirmationField &&
        schema.properties[name]?.[Kind] !== 'Boolean' &&
        !(name in shown),
    ),
  );
}
