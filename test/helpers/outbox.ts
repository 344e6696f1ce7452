import type { TestConsole } from './console.ts';

export type SentMessage = {
  readonly username: string;
  readonly destination: string;
  readonly secret?: string;
};

/** Messages that the sandbox sent, newest first. */
export async function outboxOf({ sandbox }: TestConsole): Promise<readonly SentMessage[]> {
  const reply = await fetch(`${sandbox.endpoint}/sandbox/outbox.json`);
  const { messages } = (await reply.json()) as { messages: SentMessage[] };
  return messages;
}

/** Those to one user. */
export async function messagesTo(
  running: TestConsole,
  username: string,
): Promise<readonly SentMessage[]> {
  return (await outboxOf(running)).filter((message) => message.username === username);
}
