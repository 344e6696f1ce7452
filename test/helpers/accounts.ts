import { afterAll, beforeAll, expect } from 'vitest';
import { problemNames } from '../../server/accounts/docs/problem-codes.ts';
import { launchConsole, type TestConsole } from './console.ts';

/** An answer of the account API. */
export type AccountReply = {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; undefined for an empty answer. */
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  readonly body: any;
};

export type AccountsForTest = {
  readonly running: TestConsole;
  /** `http://127.0.0.1:1234/accounts/v1` */
  readonly base: string;
  /** Calls an operation with a JSON body, as a program without a browser does. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<AccountReply>;
};

/** What tests of the account API are driven with, over one console for all tests of a file. */
export function accountsForTests(
  options: Parameters<typeof launchConsole>[0] = {},
): () => AccountsForTest {
  let running: TestConsole | undefined;
  beforeAll(async () => {
    running = await launchConsole({ sandbox: { users: 0 }, application: {}, ...options });
  });
  afterAll(() => running?.close());
  return () => {
    if (running === undefined) throw new Error('The console is not running.');
    return accountsOf(running);
  };
}

export function accountsOf(running: TestConsole): AccountsForTest {
  const base = `${running.url}/accounts/v1`;
  return {
    running,
    base,
    async call(method, path, body, headers = {}) {
      const response = await fetch(`${base}${path}`, {
        method,
        redirect: 'manual',
        ...(body !== undefined && { body: JSON.stringify(body) }),
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      });
      const text = await response.text();
      const answer = text === '' ? undefined : JSON.parse(text);
      if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
        expect(problemNames).toContain(answer.code);
      }
      return { status: response.status, headers: response.headers, body: answer };
    },
  };
}

/** The header that names the user of a request. */
export const bearer = (accessToken: string): { readonly authorization: string } => ({
  authorization: `Bearer ${accessToken}`,
});

/** The OpenAPI document, parsed. */
// biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
export async function openApiOf({ url }: TestConsole): Promise<any> {
  return (await fetch(`${url}/accounts/openapi.json`)).json();
}
