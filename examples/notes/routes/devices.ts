import type { FastifyInstance } from 'fastify';
import { textIn } from '../forms.ts';
import { showPage } from '../pages.ts';
import { accountOf, type Parts } from './parts.ts';

/** The browsers that the user signed in with. */
export async function deviceRoutes(app: FastifyInstance, parts: Parts): Promise<void> {
  const { sessions } = parts;
  const guarded = { onRequest: app.requireUser };

  app.get('/account/devices', guarded, async (request, reply) => {
    const account = accountOf(parts, request);
    const [devices, here] = [await account.devices.list(), await account.devices.current()];
    return showPage(request, reply, 'account/devices', { devices, here });
  });

  app.post('/account/devices', guarded, async (request, reply) => {
    const { devices } = accountOf(parts, request);
    const key = textIn(request.body, 'key');
    if (textIn(request.body, 'remember') === 'yes') await devices.remember(key);
    else await devices.doNotRemember(key);
    return reply.redirect('/account/devices?done=device', 303);
  });

  app.post('/account/devices/forget', guarded, async (request, reply) => {
    const key = textIn(request.body, 'key');
    const { devices } = accountOf(parts, request);
    const here = await devices.current();
    await devices.forget(key);
    // The refresh token of a device that is forgotten is void.
    if (key !== here) {
      return reply.redirect('/account/devices?done=device', 303);
    }
    sessions.end(request, reply);
    sessions.forget(reply);
    return reply.redirect('/sign-in?done=signed-out', 303);
  });
}
