import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalidInput, PoolkeeperError } from '../../errors.ts';
import { webhookPath } from '../../web/paths.ts';
import { prefersJson } from '../../web/requests/accepts.ts';
import { formBody } from '../../web/requests/form-body.ts';
import { goTo } from '../../web/requests/htmx.ts';
import { webhookPage } from './detail-page.ts';
import { formOf, keyOf, type PostedForm, readForm, webhookFormPage } from './form.ts';
import { actorOf, editableOf, needsSignIn, receiverOf, type WebhookServices } from './request.ts';

const config = { permission: 'events:manage' } as const;
const params = Type.Object({ id: Type.String({ maxLength: 64 }) });

/** The form of a webhook: a new one, or one that exists. */
export const newWebhookRoutes: FastifyPluginAsyncTypebox<WebhookServices> = async (
  app,
  services,
) => {
  const { receivers, pools, allowed } = services;

  const show = (
    reply: FastifyReply,
    id: string | undefined,
    form: PostedForm,
    error?: PoolkeeperError,
  ): FastifyReply => {
    const { fields: errors = {}, publicMessage: problem = '' } = error ?? {};
    const isAboutFields = Object.keys(errors).length > 0;
    const shown = { id, form, pools, errors, problem: isAboutFields ? '' : problem };
    const context = webhookFormPage(shown);
    const status = error?.status ?? 200;
    return reply.page({ title: context.title, template: 'events/form', context, status });
  };

  /** Answers what `save` does, or the form with what was wrong with it. */
  const submit = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { id, form }: { readonly id: string | undefined; readonly form: PostedForm },
    save: () => Promise<FastifyReply>,
  ): Promise<FastifyReply> => {
    try {
      if (needsSignIn(request, services)) return reply.signInAgain(form);
      return await save();
    } catch (error) {
      if (!(error instanceof PoolkeeperError) || prefersJson(request)) throw error;
      if (error.status !== 422 && error.status !== 409) throw error;
      return show(reply, id, form, error);
    }
  };

  app.get('/webhooks/new', { config }, async (request, reply) =>
    show(reply, undefined, request.formDraft ?? {}),
  );

  app.post('/webhooks/new', { config, schema: { body: formBody } }, async (request, reply) => {
    const form = request.body;
    return submit(request, reply, { id: undefined, form }, async () => {
      const wanted = readForm(form, allowed, pools);
      const id = keyOf(form);
      if (id === undefined) throw invalidInput({}, 'Open the form again, then add the webhook.');
      const secret = await receivers.create(await actorOf(request, services), id, wanted);
      const receiver = await receiverOf(services, id);
      const context = await webhookPage(services, receiver, secret);
      return reply.page({ title: receiver.name, template: 'events/detail', context });
    });
  });

  app.get('/webhooks/:id/edit', { config, schema: { params } }, async (request, reply) => {
    const receiver = await editableOf(services, request.params.id);
    return show(reply, receiver.id, request.formDraft ?? formOf(receiver));
  });

  app.post(
    '/webhooks/:id/edit',
    { config, schema: { params, body: formBody } },
    async (request, reply) => {
      const form = request.body;
      const receiver = await editableOf(services, request.params.id);
      return submit(request, reply, { id: receiver.id, form }, async () => {
        const wanted = readForm(form, allowed, pools);
        await receivers.change(await actorOf(request, services), receiver, wanted);
        return goTo(request, reply, webhookPath(receiver.id));
      });
    },
  );
};
