import type { AuditActor, AuditIntent } from '../audit/entry.ts';
import { originOf, type Receiver } from './receiver.ts';

/** What the audit has about a receiver: never its secret, nor the path of its address. */
export function receiverEvent(
  action: string,
  receiver: Pick<Receiver, 'id' | 'name' | 'url' | 'kind'>,
  actor: AuditActor,
  input: AuditIntent['input'] = {},
): AuditIntent {
  const address = receiver.kind === 'webhook' ? originOf(receiver) : receiver.url;
  return {
    actor,
    pool: '',
    action,
    target: { kind: 'pool', name: '', sub: '' },
    input: { webhook: receiver.name, id: receiver.id, address, ...input },
  };
}
