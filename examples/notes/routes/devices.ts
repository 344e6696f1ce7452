import type { FastifyInstance } from 'fastify';
import { textIn } from '../forms.ts';
import { showPage } from '../pages.ts';
import { accountOf, type Parts } from './parts.ts';

/** The browsers that the user signed in with. */
export async function deviceRoutes(app: FastifyInstance, parts: Parts): Promise<void> {
  const { sessions } = parts;
  const guarded = { onRequest: app.requireUser };

  app.get('/account/devices', guarded, async (request, reply) => {
    const { devices } = await accountOf(parts, request).devices();
    const here = sessions.of(request)?.deviceKey;
    return showPage(request, reply, 'account/devices', { devices, here });
  });

  app.post('/account/devices', guarded, async (request, reply) => {
    const isRemembered = textIn(request.body, 'remember') === 'yes';
    await accountOf(parts, request).rememberDevice(textIn(request.body, 'key'), isRemembered);
    return reply.redirect('/account/devices?done=device', 303);
  });

  app.post('/account/devices/forget', guarded, async (request, reply) => {
    const key = textIn(request.body, 'key');
    await accountOf(parts, request).forgetDevice(key);
    // The refresh token of a device that is forgotten is void.
    if (key !== sessions.of(request)?.deviceKey) {
      return reply.redirect('/account/devices?done=device', 303);
    }
    sessions.end(request, reply);
    sessions.forget(reply);
    return reply.redirect('/sign-in?done=signed-out', 303);
  });
}
