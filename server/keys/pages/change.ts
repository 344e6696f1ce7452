import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { demandRecentSignIn } from '../../actions/pipeline/demands.ts';
import { actorOf } from '../../audit/actor.ts';
import { notFound, PoolkeeperError } from '../../errors.ts';
import { operatorOf } from '../../operators/operator.ts';
import { apiKeyPath } from '../../web/paths.ts';
import { prefersJson } from '../../web/requests/accepts.ts';
import { formBody } from '../../web/requests/form-body.ts';
import { goTo } from '../../web/requests/htmx.ts';
import { type ApiKey, stateOf } from '../api-key.ts';
import { type ApiKeys, keyChanged } from '../api-keys.ts';
import { readRotation, textOf } from '../form.ts';
import type { KeyFormPage } from '../views.ts';
import { daysField, overlapField, type ShownForm, untouched } from './form-page.ts';
import { showSecret } from './new.ts';
import type { KeyServices } from './services.ts';

const config = { permission: 'keys:manage' } as const;
const params = Type.Object({ key: Type.String({ maxLength: 64 }) });
const day = 24 * 60 * 60_000;

/** @throws PoolkeeperError `key_not_found` (404) */
export async function keyOf(keys: Pick<ApiKeys, 'find'>, id: string): Promise<ApiKey> {
  const key = await keys.find(id);
  if (key === undefined) throw notFound('key_not_found', 'There is no such API key.');
  return key;
}

/** Rotating and revoking a key, each with a form. */
export const changeKeyRoutes: FastifyPluginAsyncTypebox<KeyServices> = async (app, services) => {
  const { keys, demands, now } = services;

  /** @throws PoolkeeperError `key_changed` (409) for one that has ended */
  const activeKey = async (id: string): Promise<ApiKey> => {
    const key = await keyOf(keys, id);
    if (stateOf(key, now()) !== 'active') throw keyChanged();
    return key;
  };

  const show = (reply: FastifyReply, context: KeyFormPage, status = 200): FastifyReply =>
    reply.page({ title: context.title, template: 'keys/form', context, status });

  app.get('/api-keys/:key/rotate', { config, schema: { params } }, async (request, reply) => {
    const key = await activeKey(request.params.key);
    const shown = { ...untouched, sent: request.formDraft ?? {} };
    return show(reply, rotationPage(key, shown));
  });

  app.post(
    '/api-keys/:key/rotate',
    { config, schema: { params, body: formBody } },
    async (request, reply) => {
      const by = actorOf(request);
      const sent = request.body;
      const key = await activeKey(request.params.key);
      try {
        const change = readRotation(sent);
        // A reload of the answer sends the form again: the key before must not be lost by that.
        if (textOf(sent, 'rotatedAt') !== stampOf(key)) throw keyChanged();
        try {
          demandRecentSignIn(operatorOf(request), demands, now());
        } catch (error) {
          if (error instanceof PoolkeeperError) await keys.refuse('key.rotate', key, by, error);
          throw error;
        }
        const made = await keys.rotate(key, change, by);
        return showSecret(reply, 'API key rotated', made, now());
      } catch (error) {
        if (!(error instanceof PoolkeeperError) || error.status >= 500 || prefersJson(request)) {
          throw error;
        }
        if (error.code === 'recent_sign_in_required') return reply.signInAgain(sent);
        const problem = Object.keys(error.fields).length > 0 ? '' : error.publicMessage;
        const present = await keyOf(keys, key.id);
        const page = rotationPage(present, { sent, errors: error.fields, problem });
        return show(reply, page, error.status);
      }
    },
  );

  app.get('/api-keys/:key/revoke', { config, schema: { params } }, async (request, reply) =>
    show(reply, revocationPage(await activeKey(request.params.key))),
  );

  app.post('/api-keys/:key/revoke', { config, schema: { params } }, async (request, reply) => {
    const key = await keyOf(keys, request.params.key);
    if (stateOf(key, now()) === 'active') await keys.end(key, 'revoked', actorOf(request));
    return goTo(request, reply, apiKeyPath(key.id));
  });
};

/** Says which rotation was the last one. */
function stampOf({ rotatedAt }: ApiKey): string {
  return rotatedAt?.toISOString() ?? '';
}

function rotationPage(key: ApiKey, shown: ShownForm): KeyFormPage {
  const { name, id, createdAt, rotatedAt, expiresAt } = key;
  const days = Math.round((expiresAt.getTime() - (rotatedAt ?? createdAt).getTime()) / day);
  const more =
    key.previousUntil === undefined
      ? ''
      : ' If a key from an earlier rotation is still accepted, it stops at once.';
  return {
    title: 'Rotate API key',
    target: name,
    consequence: `A new key takes the place of this one; name, role and limits stay. Give the program the new key while the old one still works.${more}`,
    danger: 'none',
    action: `${apiKeyPath(id)}/rotate`,
    problem: shown.problem,
    hidden: [{ name: 'rotatedAt', value: stampOf(key) }],
    fields: [overlapField(shown), daysField(shown, Math.max(1, days))],
    choices: [],
    submitLabel: 'Rotate key',
    cancelHref: apiKeyPath(id),
  };
}

function revocationPage({ name, id }: ApiKey): KeyFormPage {
  return {
    title: 'Revoke API key',
    target: name,
    consequence:
      'The key stops at once and for good, and so does bulk work that it started. This cannot be undone.',
    danger: 'severe',
    action: `${apiKeyPath(id)}/revoke`,
    problem: '',
    hidden: [],
    fields: [],
    choices: [],
    submitLabel: 'Revoke key',
    cancelHref: apiKeyPath(id),
  };
}
