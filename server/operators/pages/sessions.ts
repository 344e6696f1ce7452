import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { notFound } from '../../errors.ts';
import { momentOf } from '../../web/rendering/moment.ts';
import { goTo } from '../../web/requests/htmx.ts';
import { type Operator, operatorOf } from '../operator.ts';
import { isAllowed } from '../permissions.ts';
import { roleWords } from '../role-words.ts';
import type { OperatorServices } from '../services.ts';
import type { OpenSession } from '../sessions/open-session.ts';
import type { EndedSession } from '../sessions.ts';
import type { SessionsPage } from '../views.ts';
import { tellAudit } from './tell-audit.ts';

const path = '/sessions';

/** The page with one's own sessions, and for administrators those of all operators. */
export const sessionRoutes: FastifyPluginAsyncTypebox<OperatorServices> = async (app, services) => {
  const { sessions, power, now } = services;

  app.get(path, { config: { permission: 'signed-in' } }, async (request, reply) => {
    const operator = operatorOf(request);
    const open = await sessions.list();
    const context: SessionsPage = {
      own: rowsOf(open.filter(isOf(operator)), operator, now()),
      others: seesAll(operator)
        ? rowsOf(
            open.filter((session) => !isOf(operator)(session)),
            operator,
            now(),
          )
        : undefined,
    };
    return reply.page({ title: 'Sessions', template: 'operators/sessions', context });
  });

  app.post(
    `${path}/:session/end`,
    {
      config: { permission: 'signed-in' },
      schema: { params: Type.Object({ session: Type.String({ maxLength: 64 }) }) },
    },
    async (request, reply) => {
      const operator = await power.confirm(operatorOf(request));
      const found = (await sessions.list()).find(
        ({ sessionId }) => sessionId === request.params.session,
      );
      // Whether there is such a session of somebody else is not everybody's to know.
      if (!seesAll(operator) && (found === undefined || !isOf(operator)(found))) throw notYours();
      if (found) await end(request, operator, await sessions.endById(found.sessionId));
      return goTo(request, reply, found?.sessionId === operator.sessionId ? '/sign-in' : path);
    },
  );

  app.post(
    `${path}/end-others`,
    { config: { permission: 'signed-in' } },
    async (request, reply) => {
      const operator = operatorOf(request);
      for (const { sessionId } of (await sessions.list()).filter(isOf(operator))) {
        if (sessionId === operator.sessionId) continue;
        await end(request, operator, await sessions.endById(sessionId));
      }
      return goTo(request, reply, path);
    },
  );

  const end = async (
    request: FastifyRequest,
    by: Operator,
    ended: EndedSession | undefined,
  ): Promise<void> => {
    if (ended === undefined) return;
    const { session, failure } = ended;
    if (failure !== undefined) request.log.warn({ err: failure }, 'refresh token not revoked');
    await tellAudit(request, services, {
      action: 'operator.end-session',
      by,
      to: session,
      input: { session: session.sessionId },
    });
  };
};

function seesAll({ role }: Operator): boolean {
  return isAllowed(role, 'operators:sessions');
}

function isOf({ sub }: Operator): (session: OpenSession) => boolean {
  return (session) => session.sub === sub;
}

function rowsOf(open: readonly OpenSession[], operator: Operator, now: Date): SessionsPage['own'] {
  return open.map((session) => ({
    operator: session.displayName,
    role: roleWords[session.role].name,
    browser: session.browser === '' ? 'Unknown browser' : session.browser,
    address: session.address,
    signedInAt: momentOf(session.signedInAt, now),
    seenAt: momentOf(session.seenAt, now),
    isThis: session.sessionId === operator.sessionId,
    endPath: `${path}/${session.sessionId}/end`,
  }));
}

function notYours() {
  return notFound(
    'session_not_found',
    'This is none of your sessions, or it has ended already. An administrator can end those of others.',
  );
}
