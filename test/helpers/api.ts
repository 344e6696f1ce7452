import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect } from 'vitest';
import { problemNames } from '../../server/api/docs/problem-codes.ts';
import type { Role } from '../../server/operators/permissions.ts';
import { createKey, type KeyForTest, type KeyOptions } from './api-key.ts';
import { launchConsole, operatorPassword, type TestConsole } from './console.ts';

/** An answer of the admin API. */
export type ApiReply = {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; undefined for an empty answer. */
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  readonly body: any;
};

export type CallOptions = {
  /** A role of the sandbox, or a token or API key as it is; `admin` by default. */
  readonly as?: Role | { readonly token: string } | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type ApiForTest = {
  readonly running: TestConsole;
  /** `http://127.0.0.1:1234/api/v1` */
  readonly base: string;
  /** Calls an operation, by its path below `base`. */
  call(method: string, path: string, options?: CallOptions): Promise<ApiReply>;
  /** The same below `/pools/sandbox`. */
  ofPool(method: string, path: string, options?: CallOptions): Promise<ApiReply>;
  /** An access token of the operator of this name. */
  tokenOf(username: string): Promise<string>;
  /** Makes an API key on the page, as an administrator does. */
  keyFor(options?: KeyOptions): Promise<KeyForTest>;
};

/** What tests of the admin API are driven with, over one console for all tests of a file. */
export function apiForTests(options: Parameters<typeof launchConsole>[0] = {}): () => ApiForTest {
  let api: ApiForTest | undefined;
  beforeAll(async () => {
    api = apiOf(await launchConsole({ sandbox: { users: 0 }, ...options }));
  });
  afterAll(() => api?.running.close());
  return () => {
    if (api === undefined) throw new Error('The console is not running.');
    return api;
  };
}

/** @param path of the operations; those of the admin API unless said */
export function apiOf(running: TestConsole, path = '/api/v1'): ApiForTest {
  const base = `${running.url}${path}`;
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (username: string): Promise<string> => {
    const known = tokens.get(username) ?? signIn(running, username);
    tokens.set(username, known);
    return known;
  };
  const call: ApiForTest['call'] = async (method, path, { as = 'admin', body, headers } = {}) => {
    const token = typeof as === 'string' ? await tokenOf(as) : as.token;
    const response = await fetch(`${base}${path}`, {
      method,
      redirect: 'manual',
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: {
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    const text = await response.text();
    const answer = text === '' ? undefined : JSON.parse(text);
    if (isProblem(response)) {
      expect(problemNames).toContain(answer.code);
    }
    return { status: response.status, headers: response.headers, body: answer };
  };
  return {
    running,
    base,
    call,
    ofPool: (method, path, given) => call(method, `/pools/sandbox${path}`, given),
    tokenOf,
    keyFor: (options) => createKey(running, options),
  };
}

async function signIn({ cognito, sandbox }: TestConsole, username: string): Promise<string> {
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: sandbox.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: operatorPassword },
    }),
  );
  return AuthenticationResult?.AccessToken ?? '';
}

const isProblem = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('application/problem+json') === true;
