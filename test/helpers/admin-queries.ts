import { afterAll, beforeAll, expect } from 'vitest';
import { type ApiReply, apiOf, type CallOptions } from './api.ts';
import { launchConsole, type TestConsole } from './console.ts';

type Values = Readonly<Record<string, unknown>>;

/** Calls a route of the drop-in for AdminQueries, by its name and its parameters or members. */
export type AdminQueriesForTest = {
  readonly running: TestConsole;
  readonly base: string;
  get(route: string, query?: Values, options?: CallOptions): Promise<ApiReply>;
  post(route: string, body?: unknown, options?: CallOptions): Promise<ApiReply>;
  tokenOf(username: string): Promise<string>;
};

/** The drop-in of one console for all tests of a file. */
export function adminQueriesForTests(
  options: Parameters<typeof launchConsole>[0] = {},
): () => AdminQueriesForTest {
  let made: AdminQueriesForTest | undefined;
  beforeAll(async () => {
    made = adminQueriesOf(
      await launchConsole({
        sandbox: { users: 0 },
        ...options,
        environment: { ADMIN_QUERIES: 'sandbox', ...options.environment },
      }),
    );
  });
  afterAll(() => made?.running.close());
  return () => {
    if (made === undefined) throw new Error('The console is not running.');
    return made;
  };
}

export function adminQueriesOf(running: TestConsole): AdminQueriesForTest {
  const { call, tokenOf } = apiOf(running, '/admin-queries');
  const checked = async (answer: Promise<ApiReply>): Promise<ApiReply> => {
    const reply = await answer;
    if ('code' in Object(reply.body)) expect(reply.body.message).toEqual(reply.body.detail);
    return reply;
  };
  return {
    running,
    base: `${running.url}/admin-queries`,
    tokenOf,
    get(route, query = {}, options = {}) {
      const parameters = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
      const text = parameters.toString();
      return checked(call('GET', `/${route}${text && `?${text}`}`, options));
    },
    post: (route, body = {}, options = {}) =>
      checked(call('POST', `/${route}`, { ...options, body })),
  };
}
