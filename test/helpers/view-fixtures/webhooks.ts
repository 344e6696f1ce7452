import type {
  WebhookConfirmPage,
  WebhookFormPage,
  WebhookListPage,
  WebhookPage,
} from '../../../server/events/views.ts';
import type { FormField } from '../../../server/web/rendering/form-fields.ts';
import type { Badge } from '../../../server/web/rendering/page.ts';
import { lastMonth, longName, today } from './parts.ts';

const path = '/webhooks/5d0cb1c2';
const badge = (label: string, tone: Badge['tone']): Badge => ({ label, tone, explanation: 'Why.' });

export const webhookList: WebhookListPage = {
  rows: [
    {
      name: longName,
      href: path,
      address: `https://${'long-name.'.repeat(9)}example`,
      isOfSettings: false,
      state: badge('Retrying', 'yellow'),
      deliveredAt: lastMonth,
      behind: '12,204 rows of the audit',
      problem: 'The receiver answered 503.',
    },
    {
      name: 'AUDIT_STREAM',
      href: '/webhooks/settings-stream',
      address: 'Standard output',
      isOfSettings: true,
      state: badge('Active', 'green'),
      deliveredAt: undefined,
      behind: 'Up to date',
      problem: '',
    },
  ],
  newHref: '/webhooks/new',
};

export const noWebhooks: WebhookListPage = { ...webhookList, rows: [] };

export const webhook: WebhookPage = {
  name: longName,
  listHref: '/webhooks',
  state: badge('Active', 'green'),
  createdAt: today,
  secret: '',
  problem: '',
  facts: [
    { label: 'Address', value: `https://hooks.example/${'path/'.repeat(60)}` },
    { label: 'Events', value: 'user.*, group.delete' },
  ],
  moments: [{ label: 'Last delivery', moment: today }],
  buttons: [
    { label: 'Send a test event', action: `${path}/test`, icon: 'webhook' },
    { label: 'Pause', action: `${path}/pause`, icon: 'player-pause' },
  ],
  links: [{ label: 'Edit', href: `${path}/edit`, icon: 'pencil' }],
};

export const newWebhookSecret: WebhookPage = { ...webhook, secret: 'whsec_not-a-real-one' };

export const stoppedWebhook: WebhookPage = {
  ...webhook,
  state: badge('Stopped', 'red'),
  problem: 'The receiver answered 410 (Gone): it accepts no more events.',
  links: [],
};

const field: FormField = {
  name: 'name',
  label: 'Name',
  kind: 'text',
  value: longName,
  isChecked: false,
  isRequired: true,
  help: '',
  error: '',
  options: [],
  autocomplete: 'off',
  minLength: undefined,
  maxLength: 60,
};

export const webhookForm: WebhookFormPage = {
  title: 'Add a webhook',
  action: '/webhooks/new',
  key: '5d0cb1c2',
  fields: [field, { ...field, name: 'url', label: 'Address', help: 'It begins with https://.' }],
  choices: [
    {
      legend: 'Outcomes; none ticked: all',
      fields: [{ ...field, name: 'outcome-failed', label: 'Failed', kind: 'checkbox', value: '' }],
    },
  ],
  types: [{ id: 'user.disable', title: 'Disable user' }],
  problem: '',
  submitLabel: 'Add webhook',
  cancelHref: '/webhooks',
};

export const webhookFormWrong: WebhookFormPage = {
  ...webhookForm,
  fields: [field, { ...field, name: 'url', label: 'Address', error: 'It must begin with https.' }],
  problem: 'There are 50 webhooks.',
};

export const rotateSecret: WebhookConfirmPage = {
  title: 'Rotate the secret',
  name: longName,
  consequence: 'A new secret is made.',
  action: `${path}/rotate`,
  submitLabel: 'Rotate secret',
  isSevere: false,
  cancelHref: path,
};

export const removeWebhook: WebhookConfirmPage = { ...rotateSecret, isSevere: true };
