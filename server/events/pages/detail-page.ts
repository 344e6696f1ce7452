import { webhookPath, webhooksPath } from '../../web/paths.ts';
import { momentOf } from '../../web/rendering/moment.ts';
import type { Receiver } from '../receiver.ts';
import type { WebhookButton, WebhookPage } from '../views.ts';
import type { WebhookServices } from './request.ts';
import { addressWords, behindWords, filterWords, missedWords, stateBadge } from './words.ts';

/** The page of one receiver. `secret` is given right after it was made. */
export async function webhookPage(
  { receivers, isServed, now }: WebhookServices,
  receiver: Receiver,
  secret = '',
): Promise<WebhookPage> {
  const time = now();
  const { kind, source, failingSince, deliveredAt, previousUntil } = receiver;
  const head = await receivers.head();
  const moments = [
    { label: 'Last delivery', at: deliveredAt },
    { label: 'Failing since', at: failingSince },
    {
      label: 'Next attempt',
      at: receiver.state === 'active' && failingSince !== null ? receiver.nextAttemptAt : null,
    },
    {
      label: 'The former secret signs until',
      at: previousUntil > time.getTime() ? previousUntil : null,
    },
  ];
  return {
    name: receiver.name,
    listHref: webhooksPath,
    state: stateBadge(receiver, isServed(receiver)),
    createdAt: momentOf(new Date(receiver.createdAt), time),
    secret,
    problem: [receiver.lastProblem, missedWords(receiver)].filter(Boolean).join(' '),
    facts: [
      { label: 'Address', value: kind === 'webhook' ? receiver.url : addressWords(receiver) },
      ...filterWords(receiver.filter),
      { label: 'Behind by', value: behindWords(receiver, head) },
      ...(receiver.attempts > 0
        ? [{ label: 'Failed attempts', value: String(receiver.attempts) }]
        : []),
      {
        label: 'Configured',
        value: source === 'page' ? `On this page, by ${receiver.createdBy}` : 'By settings',
      },
    ],
    moments: moments.flatMap(({ label, at }) =>
      at === null ? [] : [{ label, moment: momentOf(new Date(at), time) }],
    ),
    buttons: buttonsOf(receiver, isServed(receiver)),
    links: linksOf(receiver, isServed(receiver)),
  };
}

function buttonsOf(receiver: Receiver, isServed: boolean): readonly WebhookButton[] {
  const path = webhookPath(receiver.id);
  const isStopped = receiver.state !== 'active';
  return [
    isServed &&
      receiver.kind === 'webhook' && {
        label: 'Send a test event',
        action: `${path}/test`,
        icon: 'webhook',
      },
    isServed && !isStopped && { label: 'Pause', action: `${path}/pause`, icon: 'player-pause' },
    isServed && isStopped && { label: 'Resume', action: `${path}/resume`, icon: 'player-play' },
    isServed &&
      isStopped && {
        label: 'Skip to new events',
        action: `${path}/resume-from-now`,
        icon: 'player-play',
      },
    receiver.missed > 0 && {
      label: 'Dismiss missing events',
      action: `${path}/acknowledge`,
      icon: 'check',
    },
  ].filter((button) => button !== false);
}

function linksOf({ id, source }: Receiver, isServed: boolean): WebhookPage['links'] {
  const path = webhookPath(id);
  const remove = { label: 'Remove', href: `${path}/remove`, icon: 'trash' };
  if (source === 'settings') return isServed ? [] : [remove];
  return [
    { label: 'Edit', href: `${path}/edit`, icon: 'pencil' },
    { label: 'Rotate secret', href: `${path}/rotate`, icon: 'refresh' },
    remove,
  ];
}
