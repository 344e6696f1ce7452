import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FieldErrors } from '../../errors.ts';
import type { ManagedPool } from '../../pools.ts';
import { withQuery } from '../../web/paths.ts';
import { problemAbove } from '../../web/rendering/form-fields.ts';
import type { Action } from '../action.ts';
import { displayNameOf, identificationOf } from '../display-name.ts';
import { type FormValues, sectionsOf } from '../form.ts';
import { actionPath } from '../links.ts';
import { confirmationField, withReason } from '../pipeline/demands.ts';
import { carried, shownField } from '../posted/shown.ts';
import type { TakeoverKind } from '../takeover.ts';
import type { Target } from '../target.ts';
import type { ActionFormPage } from '../views.ts';
import { backOf, placeOf } from './onward.ts';
import type { Subject } from './subject.ts';

type Form = {
  readonly needsReason: TakeoverKind;
  readonly pool: ManagedPool;
  readonly action: Action;
  readonly subject: Subject;
  readonly values: FormValues;
  readonly problem: string;
  readonly fields: FieldErrors;
  readonly status: number;
};

/** Answers an action's form, empty or with what was typed and what is wrong with it. */
export function showForm(request: FastifyRequest, reply: FastifyReply, form: Form): FastifyReply {
  const { needsReason, pool, action, subject, values, problem, fields, status } = form;
  const { target, description, choices, shown } = subject;
  const back = backOf(request);
  const own = action.input(description, target);
  const schema = needsReason === 'never' ? own : withReason(own, needsReason === 'always');
  const isSevere = action.isSevereFor(target);
  const names = [...Object.keys(schema.properties), ...(isSevere ? [confirmationField] : [])];
  const context: ActionFormPage = {
    title: action.title,
    targetLabel: labelOf(target, description.name),
    consequence: action.consequence(target, description),
    danger: isSevere ? 'severe' : action.danger,
    action: withQuery(actionPath(pool.alias, action, target), { back }),
    hidden: Object.entries(shown).map(([name, value]) => ({
      name: shownField(name),
      value: carried(value),
    })),
    cancelHref: back ?? placeOf(pool, action, target),
    submitLabel: action.submitLabel(target, description),
    sections: sectionsOf(schema, values, fields, choices),
    confirmation: isSevere
      ? {
          name: confirmationField,
          expected: displayNameOf(target),
          value: String(values[confirmationField] ?? ''),
          error: fields[confirmationField] ?? '',
        }
      : undefined,
    problem: problemAbove(problem, fields, names),
  };
  return reply.page({
    title: action.title,
    template: 'actions/page',
    fragment: 'actions/_form',
    context,
    status,
  });
}

function labelOf(target: Target, poolName: string): string {
  if (target.kind === 'pool') return `Pool ${poolName}`;
  return target.kind === 'user' ? identificationOf(target.user) : target.name;
}
