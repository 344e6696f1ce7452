import Fastify, { type FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { cognitoUsers, type UserOptions, userOf } from '../../../server/accounts/plugin.ts';

export type ProtectedServer = {
  readonly url: string;
  /** Asks for a page; answers its status, parsed body and headers. */
  get(
    path: string,
    headers?: Readonly<Record<string, string>>,
    // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  ): Promise<{ readonly status: number; readonly body: any; readonly headers: Headers }>;
};

type Options = {
  readonly plugin: UserOptions;
  /** More routes, beside `/me`, `/editors` and `/scope`. */
  readonly routes?: (app: FastifyInstance) => void;
  /** Called with every line of the log. */
  readonly log?: (line: string) => void;
};

/** Starts a server of an application that is protected by the plugin; ended with the test. */
export async function protectedServer({
  plugin,
  routes,
  log = () => {},
}: Options): Promise<ProtectedServer> {
  const app = Fastify({ logger: { level: 'info', stream: { write: log } } });
  await app.register(cognitoUsers, { environment: {}, ...plugin });
  app.get('/me', { onRequest: app.requireUser }, async (request) => userOf(request));
  app.get('/editors', { preHandler: app.requireGroup('editors') }, async () => ({}));
  app.get(
    '/scope',
    { preHandler: [app.requireUser, app.requireScope('aws.cognito.signin.user.admin')] },
    async () => ({}),
  );
  app.get(
    '/other-scope',
    { preHandler: app.requireScope('aws.cognito.signin.user') },
    async () => ({}),
  );
  app.get('/open', async (request) => ({ user: request.user ?? null }));
  routes?.(app);
  onTestFinished(() => app.close());
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    async get(path, headers = {}) {
      const response = await fetch(`${url}${path}`, { headers, redirect: 'manual' });
      const text = await response.text();
      return {
        status: response.status,
        body: text === '' ? undefined : JSON.parse(text),
        headers: response.headers,
      };
    },
  };
}
