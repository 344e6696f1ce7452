import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuditActor } from '../audit/entry.ts';
import { refused } from '../errors.ts';
import { webhookPath, webhooksPath } from '../web/paths.ts';
import { momentOf } from '../web/rendering/moment.ts';
import type { Notice } from '../web/rendering/page.ts';
import { goTo } from '../web/requests/htmx.ts';
import { webhookPage } from './pages/detail-page.ts';
import { actorOf, receiverOf, type WebhookServices } from './pages/request.ts';
import { addressWords, behindWords, missedWords, stateBadge } from './pages/words.ts';
import type { Attempt, Receiver } from './receiver.ts';
import type { WebhookListPage } from './views.ts';

const config = { permission: 'events:manage' } as const;
const params = Type.Object({ id: Type.String({ maxLength: 64 }) });

/** Webhooks and the stream of the audit: the list, one of them, and what its buttons do. */
export const webhookRoutes: FastifyPluginAsyncTypebox<WebhookServices> = async (app, services) => {
  const { receivers, isServed, now } = services;

  app.get(webhooksPath, { config }, async (_request, reply) => {
    const [all, head] = await Promise.all([receivers.list(), receivers.head()]);
    const context: WebhookListPage = {
      rows: all.map((receiver) => ({
        name: receiver.name,
        href: webhookPath(receiver.id),
        address: addressWords(receiver),
        isOfSettings: receiver.source === 'settings',
        state: stateBadge(receiver, isServed(receiver)),
        deliveredAt:
          receiver.deliveredAt === null
            ? undefined
            : momentOf(new Date(receiver.deliveredAt), now()),
        behind: behindWords(receiver, head),
        problem: [receiver.lastProblem, missedWords(receiver)].filter(Boolean).join(' '),
      })),
      newHref: `${webhooksPath}/new`,
    };
    return reply.page({ title: 'Webhooks', template: 'events/list', context });
  });

  const show = async (
    reply: FastifyReply,
    receiver: Receiver,
    notice?: Notice,
  ): Promise<FastifyReply> => {
    const context = await webhookPage(services, receiver);
    const page = { title: receiver.name, template: 'events/detail', context };
    return reply.page({ ...page, ...(notice && { notice }) });
  };

  app.get('/webhooks/:id', { config, schema: { params } }, async (request, reply) =>
    show(reply, await receiverOf(services, request.params.id)),
  );

  app.post('/webhooks/:id/test', { config, schema: { params } }, async (request, reply) => {
    const receiver = await receiverOf(services, request.params.id);
    if (receiver.kind !== 'webhook' || !isServed(receiver)) {
      throw refused('webhook_of_settings', 'Test events are sent to webhooks that are configured.');
    }
    const attempt = await receivers.test(await actorOf(request, services), receiver);
    return show(reply, receiver, testNotice(attempt));
  });

  const act = (
    verb: string,
    change: (actor: AuditActor, receiver: Receiver) => Promise<void>,
  ): void => {
    app.post(
      `/webhooks/:id/${verb}`,
      { config, schema: { params } },
      async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
        const receiver = await receiverOf(services, request.params.id);
        await change(await actorOf(request, services), receiver);
        return goTo(request, reply, webhookPath(receiver.id));
      },
    );
  };
  act('pause', receivers.pause);
  act('resume', (actor, receiver) => receivers.resume(actor, receiver, 'cursor'));
  act('resume-from-now', (actor, receiver) => receivers.resume(actor, receiver, 'now'));
  act('acknowledge', receivers.acknowledge);
};

function testNotice(attempt: Attempt): Notice {
  if (attempt.result === 'delivered') {
    const text = `The test event was sent. The receiver answered ${attempt.status}.`;
    return { tone: 'success', text, link: undefined };
  }
  const problem = attempt.result === 'failed' ? attempt.problem : 'Poolkeeper is stopping.';
  return { tone: 'danger', text: `The test event failed. ${problem}`, link: undefined };
}
