import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

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

/**
 * Describes the account API as an OpenAPI 3.1 document, made from the schemas of its routes.
 *
 * @param documented addresses of one application begin with it; the others have the same operations
 */
export const accountsOpenApi = fp(
  async (app: FastifyInstance, { documented }: { readonly documented: string }) => {
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
          securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
        },
      },
      refResolver: {
        buildLocalReference: (json, _base, _fragment, i) => `${json.$id ?? `def-${i}`}`,
      },
      transform: ({ schema, url, route }) => {
        const isShown = url.startsWith(documented) && schema?.tags !== undefined;
        const isForUsers = route.config?.permission === 'account';
        return {
          url,
          schema: {
            ...schema,
            hide: !isShown,
            ...(isForUsers && { security: [{ accessToken: [] }] }),
          },
        };
      },
    });
  },
  { name: 'accounts-openapi' },
);
