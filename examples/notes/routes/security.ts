import type { FastifyInstance } from 'fastify';
import type { Factor, MfaChange } from '../../../client/src/index.ts';
import { problemOf } from '../errors.ts';
import { textIn } from '../forms.ts';
import { showPage } from '../pages.ts';
import { accountOf, type Parts } from './parts.ts';

const factors = ['totp', 'sms', 'email'] as const;

/** The own password and second factors. */
export async function securityRoutes(app: FastifyInstance, parts: Parts): Promise<void> {
  const { sessions } = parts;
  const guarded = { onRequest: app.requireUser };

  app.get('/account/security', guarded, async (request, reply) =>
    showPage(request, reply, 'account/security', { me: await accountOf(parts, request).me() }),
  );

  app.post('/account/password', guarded, async (request, reply) => {
    const account = accountOf(parts, request);
    const { body } = request;
    try {
      await account.changePassword(textIn(body, 'currentPassword'), textIn(body, 'newPassword'));
      return reply.redirect('/account/security?done=password', 303);
    } catch (error) {
      const problem = problemOf(error);
      return showPage(request, reply, 'account/security', { me: await account.me(), problem });
    }
  });

  app.post('/account/factors', guarded, async (request, reply) => {
    const account = accountOf(parts, request);
    const { enabled, preferred } = (await account.me()).mfa;
    const isOn = (factor: Factor): boolean => textIn(request.body, factor) === 'yes';
    const chosen = factors.find((factor) => factor === textIn(request.body, 'preferred')) ?? null;
    // Switched off in the same form: no longer preferred either.
    const wanted = chosen === preferred && chosen !== null && !isOn(chosen) ? null : chosen;
    // An authenticator app is switched on by setting it up.
    const hasChanged = (factor: Factor): boolean => isOn(factor) !== enabled.includes(factor);
    const change: MfaChange = {
      ...(hasChanged('totp') && { totp: isOn('totp') }),
      ...(hasChanged('sms') && { sms: isOn('sms') }),
      ...(hasChanged('email') && { email: isOn('email') }),
      ...(wanted !== preferred && { preferred: wanted }),
    };
    if (Object.keys(change).length === 0) return reply.redirect('/account/security', 303);
    try {
      await account.mfa.set(change);
      return reply.redirect('/account/security?done=factors', 303);
    } catch (error) {
      const problem = problemOf(error);
      return showPage(request, reply, 'account/security', { me: await account.me(), problem });
    }
  });

  app.post('/account/authenticator', guarded, async (request, reply) => {
    const session = sessions.of(request);
    if (session !== undefined) session.totp = await accountOf(parts, request).totp.start();
    return reply.redirect('/account/authenticator', 303);
  });

  app.get('/account/authenticator', guarded, async (request, reply) => {
    const setup = sessions.of(request)?.totp;
    if (setup === undefined) return reply.redirect('/account/security', 303);
    return showPage(request, reply, 'account/authenticator', { setup });
  });

  app.post('/account/authenticator/verify', guarded, async (request, reply) => {
    const session = sessions.of(request);
    const setup = session?.totp;
    if (session === undefined || setup === undefined) {
      return reply.redirect('/account/security', 303);
    }
    const account = accountOf(parts, request);
    try {
      await account.totp.verify(textIn(request.body, 'code').trim(), 'Notes');
      await account.mfa.set({ totp: true, preferred: 'totp' });
    } catch (error) {
      return showPage(request, reply, 'account/authenticator', {
        setup,
        problem: problemOf(error),
      });
    }
    session.totp = undefined;
    return reply.redirect('/account/security?done=authenticator', 303);
  });
}
