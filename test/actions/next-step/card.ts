import { expect } from 'vitest';
import type { ConsoleClient } from '../../helpers/console-client.ts';
import { withTag } from '../../helpers/html.ts';

export type Card = {
  readonly text: string;
  /** Where the one button leads; empty without one. */
  readonly href: string;
  readonly label: string;
};

/** The card on top of the user's page and its one button. */
export async function cardOf(operator: ConsoleClient, username: string): Promise<Card> {
  const { body } = await operator.get(`/pools/sandbox/users/${encodeURIComponent(username)}`);
  const card = /<section class="message[^>]*next-step"[\s\S]*?<\/section>/.exec(body)?.[0] ?? '';
  const button = withTag(card, 'a').find(({ attributes }) =>
    attributes.get('class')?.includes('btn-primary'),
  );
  return {
    text: card.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '),
    href: button?.attributes.get('href') ?? '',
    label: button?.text.trim() ?? '',
  };
}

/** Presses the card's button and confirms; answers the card as it was before. */
export async function pressCard(
  operator: ConsoleClient,
  username: string,
  fields: Record<string, string> = {},
): Promise<Card> {
  const card = await cardOf(operator, username);
  expect(card.href).not.toBe('');
  const form = await operator.get(card.href);
  expect(form.status).toBe(200);
  const reply = await operator.post(card.href, fields);
  expect([reply.status, reply.text]).toEqual([303, '']);
  return card;
}
