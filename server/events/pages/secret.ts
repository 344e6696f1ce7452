import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { refused } from '../../errors.ts';
import { webhookPath, webhooksPath } from '../../web/paths.ts';
import { goTo } from '../../web/requests/htmx.ts';
import type { Receiver } from '../receiver.ts';
import type { WebhookConfirmPage } from '../views.ts';
import { webhookPage } from './detail-page.ts';
import { actorOf, editableOf, needsSignIn, receiverOf, type WebhookServices } from './request.ts';

const config = { permission: 'events:manage' } as const;
const params = Type.Object({ id: Type.String({ maxLength: 64 }) });
const template = 'events/confirm';

/** What is confirmed on a page of its own: a new secret, and the removal. */
export const webhookSecretRoutes: FastifyPluginAsyncTypebox<WebhookServices> = async (
  app,
  services,
) => {
  const { receivers } = services;

  app.get('/webhooks/:id/rotate', { config, schema: { params } }, async (request, reply) => {
    const context = rotatePage(await editableOf(services, request.params.id));
    return reply.page({ title: context.title, template, context });
  });

  app.post('/webhooks/:id/rotate', { config, schema: { params } }, async (request, reply) => {
    const { id } = await editableOf(services, request.params.id);
    if (needsSignIn(request, services)) return reply.signInAgain({});
    const actor = await actorOf(request, services);
    const secret = await receivers.rotate(actor, await editableOf(services, id));
    const receiver = await receiverOf(services, id);
    const context = await webhookPage(services, receiver, secret);
    return reply.page({ title: receiver.name, template: 'events/detail', context });
  });

  app.get('/webhooks/:id/remove', { config, schema: { params } }, async (request, reply) => {
    const context = removePage(await removableOf(request.params.id));
    return reply.page({ title: context.title, template, context });
  });

  app.post('/webhooks/:id/remove', { config, schema: { params } }, async (request, reply) => {
    const receiver = await removableOf(request.params.id);
    await receivers.remove(await actorOf(request, services), receiver);
    return goTo(request, reply, webhooksPath);
  });

  /** One of the page, or one whose setting is gone. */
  async function removableOf(id: string): Promise<Receiver> {
    const receiver = await receiverOf(services, id);
    if (receiver.source === 'settings' && services.isServed(receiver)) {
      throw refused(
        'webhook_of_settings',
        'This receiver is configured by settings. Take the setting away and restart Poolkeeper first.',
      );
    }
    return receiver;
  }
};

function rotatePage({ id, name }: Receiver): WebhookConfirmPage {
  return {
    title: 'Rotate the secret',
    name,
    consequence:
      'A new signing secret is made and shown once. For 24 hours every event carries two signatures, by the new secret and by the present one, so that the receiver can be changed meanwhile.',
    action: `${webhookPath(id)}/rotate`,
    submitLabel: 'Rotate secret',
    isSevere: false,
    cancelHref: webhookPath(id),
  };
}

function removePage({ id, name }: Receiver): WebhookConfirmPage {
  return {
    title: 'Remove the webhook',
    name,
    consequence:
      'Nothing is sent to it any more, and events that it has not received yet are not sent. This cannot be undone.',
    action: `${webhookPath(id)}/remove`,
    submitLabel: 'Remove webhook',
    isSevere: true,
    cancelHref: webhookPath(id),
  };
}
