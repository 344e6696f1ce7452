import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { problemAnswers, successes } from '../web/api-docs/problem-answers.ts';
import { problemsOf } from './docs/operation-problems.ts';
import { problemCodes } from './docs/problem-codes.ts';

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
            response: {
              ...successes(schema?.response),
              ...problemAnswers(problems.map((code) => [code, problemCodes[code]])),
            },
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
