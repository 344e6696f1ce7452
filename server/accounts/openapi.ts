import { STATUS_CODES } from 'node:http';
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { problemsOf } from './docs/operation-problems.ts';
import { type ProblemName, problemCodes } from './docs/problem-codes.ts';

/** The tags that operations are grouped by, in the order of the readable page. */
const tags = [
  { name: 'Sign-up', description: 'Create an account and confirm it.' },
  { name: 'Sign-in', description: 'Sign in, and answer what the pool asks for on the way.' },
  { name: 'Tokens', description: 'Refresh, check and revoke tokens.' },
  { name: 'Password', description: 'Reset a forgotten password, or change it.' },
  { name: 'Profile', description: 'Read and change the own account.' },
  { name: 'Second factors', description: 'Authenticator app, SMS and email codes.' },
  { name: 'Devices', description: 'Devices that stand in for the second factor.' },
  { name: 'Sessions', description: 'Where the account is signed in.' },
  { name: 'Managed login', description: "Sign in on the pages of the pool's own domain." },
] as const;

export type AccountTag = (typeof tags)[number]['name'];

type Options = {
  /** Addresses of one application begin with it; the others have the same operations. */
  readonly documented: string;
  /** Of the session, where that application is in cookie mode. */
  readonly cookieName: string | undefined;
};

/**
 * Describes the account API as an OpenAPI 3.1 document, made from the schemas of its routes.
 */
export const accountsOpenApi = fp(
  async (app: FastifyInstance, { documented, cookieName }: Options) => {
    const scheme = cookieName === undefined ? 'accessToken' : 'sessionCookie';
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Poolkeeper account API',
          description: "Sign-up, sign-in and self-service for an application's own users.",
          version: '1',
        },
        tags: [...tags],
        components: {
          securitySchemes:
            cookieName === undefined
              ? { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } }
              : { sessionCookie: { type: 'apiKey', in: 'cookie', name: cookieName } },
        },
      },
      refResolver: {
        buildLocalReference: (json, _base, _fragment, i) => `${json.$id ?? `def-${i}`}`,
      },
      transform: ({ schema, url, route }) => {
        const isShown = isOneOf(url, documented) && schema?.tags !== undefined;
        const isForUsers = route.config?.permission === 'account';
        const problems = problemsOf({
          operationId: schema?.operationId ?? '',
          hasBody: schema?.body !== undefined,
          hasParameters: schema?.params !== undefined,
          isForUsers,
        });
        return {
          url,
          schema: {
            ...schema,
            hide: !isShown,
            response: { ...successes(schema?.response), ...problemAnswers(problems) },
            'x-problem-codes': problems,
            ...(isForUsers && { security: [{ [scheme]: [] }] }),
          },
        };
      },
    });
  },
  { name: 'accounts-openapi' },
);

/** Whether an address is one of the documented application, and not by the name of another. */
function isOneOf(url: string, documented: string): boolean {
  return url.startsWith(documented) && !url.slice(documented.length).startsWith('apps/');
}

/** The successes among the declared answers, each with a description. */
function successes(response: unknown): Readonly<Record<string, unknown>> {
  if (typeof response !== 'object' || response === null) return {};
  return Object.fromEntries(
    Object.entries(response)
      .filter(([status]) => status !== 'default')
      .map(([status, schema]) => [status, { description: STATUS_CODES[status], ...schema }]),
  );
}

/** The refusals of an operation by their status, and one for whatever else goes wrong. */
function problemAnswers(problems: readonly ProblemName[]): Readonly<Record<string, unknown>> {
  const byStatus = Object.groupBy(
    problems.flatMap((code) => problemCodes[code].status.map((status) => ({ code, status }))),
    ({ status }) => `${status}`,
  );
  const answer = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
  });
  const answers = Object.entries(byStatus).map(([status, found = []]) => [
    status,
    answer(found.map(({ code }) => `\`${code}\`: ${problemCodes[code].meaning}`).join('\n\n')),
  ]);
  return { ...Object.fromEntries(answers), default: answer('Any other problem (RFC 9457).') };
}
