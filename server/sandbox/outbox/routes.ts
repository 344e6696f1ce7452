import type { HttpReply, HttpRoute } from '../wire/route.ts';
import { outboxPage } from './page.ts';

const noStore = { 'Cache-Control': 'no-store' };

/** The outbox: a page for people at `/sandbox/outbox`, JSON there for who asks for it and at `/sandbox/outbox.json`. */
export const outboxRoutes: readonly HttpRoute[] = [
  {
    method: 'GET',
    path: '/sandbox/outbox',
    handle(context, { headers }) {
      const isJsonWanted = `${headers.accept ?? ''}`.startsWith('application/json');
      return isJsonWanted ? toJson(context.outbox.list()) : toPage(context.outbox.list());
    },
  },
  {
    method: 'GET',
    path: '/sandbox/outbox.json',
    handle: (context) => toJson(context.outbox.list()),
  },
];

function toJson(messages: readonly object[]): HttpReply {
  return {
    status: 200,
    headers: { ...noStore, 'Content-Type': 'application/json' },
    body: JSON.stringify({ messages }),
  };
}

function toPage(messages: Parameters<typeof outboxPage>[0]): HttpReply {
  return {
    status: 200,
    headers: {
      ...noStore,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
    },
    body: outboxPage(messages),
  };
}
