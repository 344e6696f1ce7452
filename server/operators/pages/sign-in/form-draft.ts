import type { FastifyInstance, FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import { withQuery } from '../../../web/paths.ts';
import { goTo } from '../../../web/requests/htmx.ts';
import { operatorOf } from '../../operator.ts';
import type { OperatorServices } from '../../services.ts';

type FormDraft = Readonly<Record<string, unknown>>;

declare module 'fastify' {
  interface FastifyReply {
    /**
     * Has the operator sign in again, and then shows the form of this address with the values in
     * it. Secrets must have been left out of them.
     */
    signInAgain(values: FormDraft): Promise<FastifyReply>;
  }
  interface FastifyRequest {
    /** All that was in the form before its operator signed in again; undefined for any other visit. */
    formDraft: FormDraft | undefined;
  }
}

/**
 * Keeps a form on the server while its operator signs in again: encrypted, for that person and that
 * address only, and never in the address itself.
 */
export const signInAgain = fp(
  async (app: FastifyInstance, { pendingSignIns }: OperatorServices) => {
    app.decorateRequest('formDraft', undefined);
    app.decorateReply('signInAgain', async function (this: FastifyReply, values) {
      const { request } = this;
      const { sub } = operatorOf(request);
      const path = pathOf(request.url);
      const draft = await pendingSignIns.create({ kind: 'draft', sub, path, values });
      const form = withQuery(request.url, { draft });
      return goTo(request, this, withQuery('/sign-in/again', { return_to: form }));
    });

    app.addHook('preHandler', async (request) => {
      const { query, operator, method } = request;
      if (operator === undefined || method !== 'GET') return;
      if (typeof query !== 'object' || query === null || !('draft' in query)) return;
      const name = query.draft;
      const pending = typeof name === 'string' ? await pendingSignIns.find(name) : undefined;
      if (pending?.kind !== 'draft' || pending.sub !== operator.sub) return;
      if (pending.path !== pathOf(request.url)) return;
      request.formDraft = pending.values;
    });
  },
  { name: 'sign-in-again', dependencies: ['operator-permissions'] },
);

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}
