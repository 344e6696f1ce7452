import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { userOf } from '../../../server/accounts/plugin.ts';
import { problemOf } from '../errors.ts';
import { textIn, typedIn } from '../forms.ts';
import { showPage } from '../pages.ts';
import { accountOf, type Parts } from './parts.ts';

/** The own profile: name, email address, phone number, whether they are verified; deleting the account. */
export async function accountRoutes(app: FastifyInstance, parts: Parts): Promise<void> {
  const { sessions, store } = parts;
  const guarded = { onRequest: app.requireUser };

  app.get('/account', guarded, async (request, reply) =>
    showPage(request, reply, 'account/profile', { me: await accountOf(parts, request).me() }),
  );

  app.post('/account', guarded, async (request, reply) => {
    const account = accountOf(parts, request);
    const me = await account.me();
    const typed = typedIn(request.body, 'name', 'email', 'phone_number');
    const changes = Object.entries(typed)
      .filter(([name, value]) => value !== (me.attributes[name] ?? ''))
      .map(([name, value]) => [name, value === '' ? null : value]);
    if (changes.length === 0) return reply.redirect('/account', 303);
    try {
      await account.update(Object.fromEntries(changes));
    } catch (error) {
      return showPage(request, reply, 'account/profile', { me, typed, problem: problemOf(error) });
    }
    const { sub, username } = userOf(request);
    store.savePerson(sub, username, typed.name ?? '');
    return reply.redirect('/account?done=saved', 303);
  });

  app.post<AttributeRoute>('/account/:attribute/code', guarded, async (request, reply) => {
    const { attribute } = request.params;
    const account = accountOf(parts, request);
    try {
      await account.sendVerificationCode(attribute);
      return reply.redirect(`/account/${encodeURIComponent(attribute)}/verify`, 303);
    } catch (error) {
      const problem = problemOf(error);
      return showPage(request, reply, 'account/profile', { me: await account.me(), problem });
    }
  });

  app.get<AttributeRoute>('/account/:attribute/verify', guarded, async (request, reply) =>
    showPage(request, reply, 'account/verify', { attribute: request.params.attribute }),
  );

  app.post<AttributeRoute>('/account/:attribute/verify', guarded, async (request, reply) => {
    const { attribute } = request.params;
    try {
      await accountOf(parts, request).verifyAttribute(
        attribute,
        textIn(request.body, 'code').trim(),
      );
      return reply.redirect('/account?done=verified', 303);
    } catch (error) {
      return showPage(request, reply, 'account/verify', { attribute, problem: problemOf(error) });
    }
  });

  app.get('/account/delete', guarded, async (request, reply) =>
    showPage(request, reply, 'account/delete-account', { username: userOf(request).username }),
  );

  app.post('/account/delete', guarded, (request, reply) => deleteAccount(request, reply));

  async function deleteAccount(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { sub, username } = userOf(request);
    if (textIn(request.body, 'username') !== username)
      return reply.redirect('/account/delete', 303);
    try {
      await accountOf(parts, request).deleteAccount();
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code !== 'recent_sign_in_required') {
        return showPage(request, reply, 'account/delete-account', { username, problem });
      }
      return reply.redirect('/sign-in?next=/account/delete&done=sign-in-again', 303);
    }
    store.deletePerson(sub);
    sessions.endAll(username);
    sessions.end(request, reply);
    sessions.forget(reply);
    return reply.redirect('/sign-in?done=deleted', 303);
  }
}

type AttributeRoute = { Params: { readonly attribute: string } };
