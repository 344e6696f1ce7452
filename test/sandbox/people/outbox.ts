import type { Sandbox } from '../../../server/sandbox/start.ts';

/** A message as the outbox shows it. */
export interface OutboxMessage {
  medium: string;
  destination: string;
  purpose: string;
  body: string;
  secret?: string;
}

/** Returns the messages that a pool would have sent, newest first. */
export async function sentMessages(sandbox: Sandbox): Promise<OutboxMessage[]> {
  const reply = await fetch(`${sandbox.endpoint}/sandbox/outbox.json`);
  const { messages } = (await reply.json()) as { messages: OutboxMessage[] };
  return messages;
}

/** Returns the code in the newest message. */
export async function lastCode(sandbox: Sandbox): Promise<string> {
  const [message] = await sentMessages(sandbox);
  if (message?.secret === undefined) throw new Error('No code was sent.');
  return message.secret;
}

/** Returns a code of the same form that is certainly another one. */
export function anotherCode(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}
