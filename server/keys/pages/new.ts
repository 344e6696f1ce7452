import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { demandRecentSignIn } from '../../actions/pipeline/demands.ts';
import { actorOf } from '../../audit/actor.ts';
import { PoolkeeperError } from '../../errors.ts';
import { operatorOf } from '../../operators/operator.ts';
import { apiKeyPath, newApiKeyPath } from '../../web/paths.ts';
import { momentOf } from '../../web/rendering/moment.ts';
import { prefersJson } from '../../web/requests/accepts.ts';
import { formBody } from '../../web/requests/form-body.ts';
import type { NewKey } from '../api-keys.ts';
import { readKeyForm } from '../form.ts';
import type { KeySecretPage } from '../views.ts';
import { newKeyPage, type ShownForm, untouched } from './form-page.ts';
import type { KeyServices } from './services.ts';

const config = { permission: 'keys:manage' } as const;

/** The form of a new key, and the one page that shows it. */
export const newKeyRoutes: FastifyPluginAsyncTypebox<KeyServices> = async (app, services) => {
  const { keys, pools, demands, now } = services;
  const aliases = pools.all.map(({ alias }) => alias);

  const show = (reply: FastifyReply, shown: ShownForm, status: number): FastifyReply => {
    const context = newKeyPage(shown, aliases);
    return reply.page({ title: context.title, template: 'keys/form', context, status });
  };

  app.get(newApiKeyPath, { config }, async (request, reply) =>
    show(reply, { ...untouched, sent: request.formDraft ?? {} }, 200),
  );

  app.post(newApiKeyPath, { config, schema: { body: formBody } }, async (request, reply) => {
    const by = actorOf(request);
    try {
      const { content, days } = readKeyForm(request.body, aliases);
      try {
        demandRecentSignIn(operatorOf(request), demands, now());
      } catch (error) {
        const unmade = { id: '', name: content.name, owner: by };
        if (error instanceof PoolkeeperError) await keys.refuse('key.create', unmade, by, error);
        throw error;
      }
      const made = await keys.create(content, days, by);
      return showSecret(reply, 'API key created', made, now());
    } catch (error) {
      if (!(error instanceof PoolkeeperError) || error.status >= 500 || prefersJson(request)) {
        throw error;
      }
      if (error.code === 'recent_sign_in_required') return reply.signInAgain(request.body);
      const problem = Object.keys(error.fields).length > 0 ? '' : error.publicMessage;
      return show(reply, { sent: request.body, errors: error.fields, problem }, error.status);
    }
  });
};

/** Shows a key, once: it is the answer to the form itself, which no reload and no way back repeats. */
export function showSecret(
  reply: FastifyReply,
  title: string,
  { key, secret }: NewKey,
  now: Date,
): FastifyReply {
  const context: KeySecretPage = {
    title,
    name: key.name,
    secret,
    expiresAt: momentOf(key.expiresAt, now),
    previousUntil: key.previousUntil && momentOf(key.previousUntil, now),
    href: apiKeyPath(key.id),
  };
  return reply.page({ title, template: 'keys/secret', context });
}
