import { join } from 'node:path';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import files from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import { ClientError } from '../../client/src/index.ts';
import { cognitoUsers, userMapping } from '../../server/accounts/plugin.ts';
import { createClients, refreshTokensIn, tokensIn } from './account-client.ts';
import { isOver, statusOf } from './errors.ts';
import { showPage } from './pages.ts';
import { accountRoutes } from './routes/account.ts';
import { challengeRoutes } from './routes/challenge.ts';
import { deviceRoutes } from './routes/devices.ts';
import { noteRoutes } from './routes/notes.ts';
import type { Parts } from './routes/parts.ts';
import { passwordRoutes } from './routes/password.ts';
import { securityRoutes } from './routes/security.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { signUpRoutes } from './routes/sign-up.ts';
import { security } from './security.ts';
import { createNotesStore, type Person } from './store/notes-store.ts';
import { createSessions } from './store/sessions.ts';

export type NotesOptions = {
  /** `https://accounts.example.com/accounts/v1` */
  readonly accountsUrl: string;
  readonly userPoolId: string;
  readonly clientId: string;
  /** Of an emulator such as the sandbox; undefined for AWS. */
  readonly endpoint?: string | undefined;
  /** Where browsers find this application. */
  readonly origin: () => string;
  /** `:memory:` or the path of the SQLite file. */
  readonly data: string;
  readonly log?: { readonly write: (line: string) => void };
};

/** Puts the application together. The caller listens and closes. */
export async function buildNotes(options: NotesOptions): Promise<FastifyInstance> {
  const { userPoolId, clientId, endpoint, origin } = options;
  const app = Fastify({
    logger: options.log === undefined ? false : { level: 'info', stream: options.log },
    bodyLimit: 64 * 1024,
  });
  const store = createNotesStore(options.data);
  const sessions = createSessions({ isHttps: origin().startsWith('https:') });
  const clientOf = createClients(options.accountsUrl);
  const people = userMapping<Person>({
    attributes: { name: 'name' },
    find: async ({ sub }) => store.person(sub),
    create: async ({ name }, { sub, username }) => store.savePerson(sub, username, textOf(name)),
    update: async (_person, { name }, { sub, username }) =>
      store.savePerson(sub, username, textOf(name)),
  });
  const parts: Parts = { clientOf, sessions, store, people };
  app.addHook('onClose', async () => store.close());
  await app.register(cookie);
  await app.register(formbody);
  await app.register(security, { origin });
  await app.register(files, { root: join(import.meta.dirname, 'styles'), prefix: '/styles/' });
  await app.register(cognitoUsers, {
    userPoolId,
    clientId,
    endpoint,
    mapUser: people,
    tokens: (request) => tokensIn(clientOf(sessions.of(request))),
    refresh: (request) => refreshTokensIn(clientOf(sessions.of(request))),
    onRefusal(refusal, request, reply) {
      if (refusal.statusCode === 401) {
        const next = request.method === 'GET' ? `?next=${encodeURIComponent(request.url)}` : '';
        return reply.redirect(`/sign-in${next}`, 303);
      }
      const heading = refusal.statusCode === 403 ? 'Not for your account' : 'Try again in a moment';
      const { detail, statusCode } = refusal;
      return showPage(request, reply, 'trouble', { heading, detail }, statusCode);
    },
  });
  // Before the routes, which take the handlers over as they are registered.
  app.setNotFoundHandler((request, reply) => {
    const detail = 'There is no page at this address.';
    return showPage(request, reply, 'trouble', { heading: 'Page not found', detail }, 404);
  });
  app.setErrorHandler((error, request, reply) => {
    if (isOver(error)) {
      sessions.end(request, reply);
      return reply.redirect('/sign-in', 303);
    }
    const status = statusOf(error);
    if (status >= 500) request.log.error({ err: error }, 'request failed');
    const detail =
      error instanceof ClientError
        ? error.message
        : 'Something unexpected went wrong. Try again in a moment.';
    const heading = 'That did not work';
    return showPage(request, reply, 'trouble', { heading, detail }, status);
  });
  for (const routes of [
    signUpRoutes,
    signInRoutes,
    challengeRoutes,
    passwordRoutes,
    noteRoutes,
    accountRoutes,
    securityRoutes,
    deviceRoutes,
  ]) {
    await app.register(routes, parts);
  }
  return app;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
