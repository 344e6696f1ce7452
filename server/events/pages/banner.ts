import type { Operator } from '../../operators/operator.ts';
import { isAllowed } from '../../operators/permissions.ts';
import { webhookPath, webhooksPath } from '../../web/paths.ts';
import type { Notice } from '../../web/rendering/page.ts';
import type { Receiver } from '../receiver.ts';

/** Milliseconds for which the stream may fail before administrators are alerted. */
const streamPatience = 3_600_000;

/**
 * What administrators see on every page while a receiver has been given up, the stream fails for long, or
 * events were removed before they were delivered.
 */
export function bannerOf(
  operator: Operator | undefined,
  receivers: readonly Receiver[],
  now: Date,
): Notice | undefined {
  if (operator === undefined || !isAllowed(operator.role, 'events:manage')) return undefined;
  const wrong = receivers.filter((receiver) => needsAttention(receiver, now));
  const [first] = wrong;
  if (first === undefined) return undefined;
  if (wrong.length > 1) {
    return {
      tone: 'danger',
      text: `${wrong.length} receivers of events need attention.`,
      link: { label: 'Show webhooks', href: webhooksPath },
    };
  }
  const what = first.kind === 'webhook' ? 'The webhook' : 'The audit stream';
  const text =
    first.state === 'failed'
      ? `${what} ${first.name} was stopped, since deliveries failed. Resume or remove it.`
      : first.missed > 0
        ? `${what} ${first.name} has missed events: retention removed them before they were delivered.`
        : `${what} ${first.name} has been failing for more than an hour.`;
  return { tone: 'danger', text, link: { label: 'Show it', href: webhookPath(first.id) } };
}

function needsAttention({ kind, state, missed, failingSince }: Receiver, now: Date): boolean {
  if (state === 'failed' || missed > 0) return true;
  if (kind !== 'stream' || state !== 'active' || failingSince === null) return false;
  return now.getTime() - failingSince >= streamPatience;
}
