import { randomUUID } from 'node:crypto';
import type { AllowedNetworks } from '../../config/events/networks.ts';
import { parseWebhookAddress } from '../../config/events/webhook-address.ts';
import { type FieldErrors, invalidInput } from '../../errors.ts';
import type { Pools } from '../../pools.ts';
import { webhookPath, webhooksPath } from '../../web/paths.ts';
import { type FormField, problemAbove } from '../../web/rendering/form-fields.ts';
import { eventOutcomes, eventTypes, unknownPatterns } from '../filter.ts';
import type { Receiver } from '../receiver.ts';
import type { WebhookForm } from '../receivers.ts';
import type { WebhookFormPage } from '../views.ts';

/** A form as posted, or as kept while its operator signed in again. */
export type PostedForm = Readonly<Record<string, unknown>>;

const longestName = 60;
const mostPatterns = 100;

const outcomeLabels = {
  succeeded: 'Succeeded',
  failed: 'Failed',
  refused: 'Refused',
  unknown: 'Unknown',
} as const;

const textOf = (form: PostedForm, name: string): string => {
  const value = form[name];
  return typeof value === 'string' ? value.trim() : '';
};
const isTicked = (form: PostedForm, name: string): boolean => textOf(form, name) === 'true';

/** What the form says of a webhook that exists. */
export function formOf({ name, url, filter }: Receiver): PostedForm {
  return {
    name,
    url,
    actions: filter.actions.join('\n'),
    ...Object.fromEntries(filter.outcomes.map((outcome) => [`outcome-${outcome}`, 'true'])),
    ...Object.fromEntries(filter.pools.map((pool) => [`pool-${pool}`, 'true'])),
  };
}

/** The id that the form carries for its webhook. */
export function keyOf(form: PostedForm): string | undefined {
  const key = textOf(form, 'key');
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(key) ? key : undefined;
}

/** @throws PoolkeeperError `invalid_input` (422) */
export function readForm(form: PostedForm, allowed: AllowedNetworks, pools: Pools): WebhookForm {
  const errors: Record<string, string> = {};
  const name = textOf(form, 'name');
  if (name === '') errors.name = 'Give the webhook a name.';
  if (name.length > longestName) errors.name = `At most ${longestName} characters.`;
  const address = parseWebhookAddress(textOf(form, 'url'), allowed);
  if ('problem' in address) errors.url = address.problem;
  const patterns = [
    ...new Set(
      textOf(form, 'actions')
        .split(/[\s,]+/)
        .filter(Boolean),
    ),
  ];
  const [unknown] = unknownPatterns(patterns);
  if (patterns.length > mostPatterns) errors.actions = `At most ${mostPatterns} lines.`;
  else if (unknown !== undefined) {
    errors.actions = `No event is called ${unknown.slice(0, 80)}. The list below has all of them.`;
  }
  if ('problem' in address || Object.keys(errors).length > 0) throw invalidInput(errors);
  return {
    name,
    url: address.url.href,
    filter: {
      actions: patterns,
      outcomes: eventOutcomes.filter((outcome) => isTicked(form, `outcome-${outcome}`)),
      pools: pools.all.map(({ alias }) => alias).filter((alias) => isTicked(form, `pool-${alias}`)),
    },
  };
}

type Shown = {
  /** Undefined for a new one. */
  readonly id: string | undefined;
  readonly form: PostedForm;
  readonly pools: Pools;
  readonly errors?: FieldErrors;
  readonly problem?: string;
};

/** The form's page, with what was typed and what is wrong with it. */
export function webhookFormPage({
  id,
  form,
  pools,
  errors = {},
  problem = '',
}: Shown): WebhookFormPage {
  const field = (name: string, label: string, rest: Partial<FormField>): FormField => ({
    name,
    label,
    kind: 'text',
    value: textOf(form, name),
    isChecked: isTicked(form, name),
    isRequired: false,
    help: '',
    error: errors[name] ?? '',
    options: [],
    autocomplete: 'off',
    minLength: undefined,
    maxLength: undefined,
    ...rest,
  });
  const tick = (name: string, label: string) => field(name, label, { kind: 'checkbox', value: '' });
  const fields = [
    field('name', 'Name', { isRequired: true, maxLength: longestName }),
    field('url', 'Address', {
      isRequired: true,
      maxLength: 2048,
      help: 'Events are sent here with POST, signed. It begins with https://.',
    }),
    field('actions', 'Events', {
      kind: 'textarea',
      help: 'One on each line: an event such as user.disable, or a kind such as user.*. Empty: all events.',
    }),
  ];
  const aliases = pools.all.map(({ alias }) => alias);
  return {
    title: id === undefined ? 'Add a webhook' : 'Edit the webhook',
    action: id === undefined ? `${webhooksPath}/new` : `${webhookPath(id)}/edit`,
    key: id ?? keyOf(form) ?? randomUUID(),
    fields,
    choices: [
      {
        legend: 'Outcomes; none ticked: all',
        fields: eventOutcomes.map((one) => tick(`outcome-${one}`, outcomeLabels[one])),
      },
      ...(aliases.length > 1
        ? [
            {
              legend: 'Pools; none ticked: all',
              fields: aliases.map((alias) => tick(`pool-${alias}`, alias)),
            },
          ]
        : []),
    ],
    types: eventTypes,
    problem: problemAbove(
      problem,
      errors,
      fields.map(({ name }) => name),
    ),
    submitLabel: id === undefined ? 'Add webhook' : 'Save changes',
    cancelHref: id === undefined ? webhooksPath : webhookPath(id),
  };
}
