import { actions } from '../../actions/registry.ts';
import type { FieldErrors } from '../../errors.ts';
import { isAllowed, roles } from '../../operators/permissions.ts';
import { roleWords } from '../../operators/role-words.ts';
import { apiKeysPath, newApiKeyPath } from '../../web/paths.ts';
import { type FormField, problemAbove } from '../../web/rendering/form-fields.ts';
import { keyDays, overlapHours } from '../api-key.ts';
import { listOf, nameProblem, type Sent, textOf } from '../form.ts';
import type { Choice, KeyFormPage } from '../views.ts';

/** A form as it is shown: what was sent of it so far, and what is wrong with that. */
export type ShownForm = {
  readonly sent: Sent;
  readonly errors: FieldErrors;
  readonly problem: string;
};

export const untouched: ShownForm = { sent: {}, errors: {}, problem: '' };

/** The form of a new key. */
export function newKeyPage(shown: ShownForm, aliases: readonly string[]): KeyFormPage {
  const { sent, errors, problem } = shown;
  const name = field(shown, { name: 'name', label: 'Name', help: nameProblem, maxLength: 64 });
  const options = roles.map((role) => ({ value: role, label: roleWords[role].name }));
  const role = field(shown, {
    name: 'role',
    label: 'Role',
    kind: 'select',
    value: textOf(sent, 'role') || 'auditor',
    help: 'What a person of this role may see, the program may see.',
    options,
  });
  const networks = field(shown, {
    name: 'networks',
    label: 'Networks',
    kind: 'textarea',
    isRequired: false,
    maxLength: 4096,
    help: 'Addresses from which the key works, one a line, such as 192.0.2.7 or 10.0.0.0/8. Left empty, it works from everywhere.',
  });
  const fields = [name, role, daysField(shown, keyDays.usual), networks];
  const choices = [
    actionChoice(shown),
    ...(aliases.length > 1 ? [poolChoice(shown, aliases)] : []),
  ];
  return {
    title: 'New API key',
    target: '',
    consequence:
      'For a program that calls the admin API. The key acts in your name: it ends when you are no longer an administrator.',
    danger: 'none',
    action: newApiKeyPath,
    problem: problemAbove(problem, errors, [
      ...fields.map((one) => one.name),
      ...choices.map(({ scopeName }) => scopeName),
    ]),
    hidden: [],
    fields,
    choices,
    submitLabel: 'Create key',
    cancelHref: apiKeysPath,
  };
}

/** For how long a key is valid, from now. */
export function daysField(shown: ShownForm, usual: number): FormField {
  return field(shown, {
    name: 'days',
    label: 'Valid for days',
    kind: 'number',
    value: textOf(shown.sent, 'days') || String(usual),
    help: `At most ${keyDays.most}.`,
  });
}

/** For how long the key before a rotation is accepted. */
export function overlapField(shown: ShownForm): FormField {
  return field(shown, {
    name: 'overlapHours',
    label: 'Hours for which the old key still works',
    kind: 'number',
    value: textOf(shown.sent, 'overlapHours') || String(overlapHours.usual),
    help: `From 0 (it stops at once) to ${overlapHours.most}.`,
  });
}

function actionChoice({ sent, errors }: ShownForm): Choice {
  const scope = textOf(sent, 'actions') || 'all';
  const ticked = listOf(sent, 'verb');
  return {
    legend: 'Actions',
    scopeName: 'actions',
    scopes: scopes(scope, [
      ['all', 'All actions of the role'],
      ['none', 'No action: it only reads'],
      ['some', 'Only the ticked actions'],
    ]),
    name: 'verb',
    boxes: actions.map(({ id, title, permission }) => ({
      value: id,
      label: title,
      hint: isAllowed('support', permission) ? '' : 'Administrator only',
      isTicked: ticked.includes(id),
    })),
    error: errors.actions ?? '',
  };
}

function poolChoice({ sent, errors }: ShownForm, aliases: readonly string[]): Choice {
  const ticked = listOf(sent, 'pool');
  return {
    legend: 'Pools',
    scopeName: 'pools',
    scopes: scopes(textOf(sent, 'pools') || 'all', [
      ['all', 'All pools'],
      ['some', 'Only the ticked pools'],
    ]),
    name: 'pool',
    boxes: aliases.map((alias) => ({
      value: alias,
      label: alias,
      hint: '',
      isTicked: ticked.includes(alias),
    })),
    error: errors.pools ?? '',
  };
}

function scopes(
  chosen: string,
  all: readonly (readonly [value: string, label: string])[],
): Choice['scopes'] {
  return all.map(([value, label]) => ({ value, label, isChosen: value === chosen }));
}

function field(
  { sent, errors }: ShownForm,
  given: Pick<FormField, 'name' | 'label'> & Partial<FormField>,
): FormField {
  return {
    kind: 'text',
    value: textOf(sent, given.name),
    isChecked: false,
    isRequired: true,
    help: '',
    error: errors[given.name] ?? '',
    options: [],
    autocomplete: 'off',
    minLength: undefined,
    maxLength: undefined,
    ...given,
  };
}
