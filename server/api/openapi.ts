import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import { isAllowed, type Role, roles } from '../operators/permissions.ts';
import { problemAnswers, successes } from '../web/api-docs/problem-answers.ts';
import type { RoutePermission } from '../web/requests/permission.ts';
import { headersAnswered, headersTaken, knownParameters } from './docs/conventions.ts';
import { describedMembers, withHeaders, withMembers } from './docs/described.ts';
import { type ProblemName, problemCodes, problemsOf } from './docs/problem-codes.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Codes of the problems of an operation of the admin API, besides those of every operation. */
    problems?: readonly ProblemName[];
  }
}

/** The tags that operations are grouped by, in the order of the readable page. */
const tags = [
  {
    name: 'Pools',
    description: 'The user pools, an overview of each, and how fresh its mirror is.',
  },
  { name: 'Users', description: 'Find and read users.' },
  { name: 'User actions', description: 'Create and change users.' },
  { name: 'Groups', description: 'Read groups and their members.' },
  { name: 'Group actions', description: 'Create, change and delete groups.' },
  { name: 'Jobs', description: 'One action for many users.' },
  { name: 'Audit', description: 'Who did what to whom, and why.' },
] as const;

export type ApiTag = (typeof tags)[number]['name'];

/** Describes the admin API as an OpenAPI 3.1 document, made from the schemas of its routes. */
export const adminOpenApi = fp(
  async (app: FastifyInstance) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Poolkeeper admin API',
          description: 'Everything that the admin console can do, for programs.',
          version: '1',
        },
        tags: [...tags],
        components: {
          securitySchemes: {
            accessToken: {
              type: 'http',
              scheme: 'bearer',
              bearerFormat: 'JWT',
              description: 'An access token of an operator, of the app client of the console.',
            },
            apiKey: {
              type: 'http',
              scheme: 'bearer',
              description: 'An API key, `pk_live_...`, made by an administrator.',
            },
          },
        },
      },
      refResolver: {
        buildLocalReference: (json, _base, _fragment, i) => `${json.$id ?? `def-${i}`}`,
      },
      transform: ({ schema, url, route }) => ({ url, schema: describedSchema(schema, url, route) }),
    });
  },
  { name: 'admin-openapi' },
);

type DocumentedSchema = FastifySchema & {
  readonly 'x-problem-codes': readonly ProblemName[];
  /** Roles of operators that may call it; a key has one of them. */
  readonly 'x-roles': readonly Role[];
};

/** The schema of a route with what follows from the conventions of the API: problems, headers, words. */
function describedSchema(
  schema: FastifySchema | undefined,
  url: string,
  { method, config }: Pick<RouteOptions, 'method' | 'config'>,
): DocumentedSchema {
  const facts = {
    method: [method].flat().join(),
    url,
    isPaged: JSON.stringify(schema?.response ?? {}).includes('"nextCursor"'),
  };
  const problems = problemsOf({
    own: config?.problems ?? [],
    // What takes no body refuses a wrong one, too.
    hasBody: schema?.body !== undefined || facts.method !== 'GET',
    hasParameters: schema?.params !== undefined || schema?.querystring !== undefined,
  });
  const answers = {
    ...successes(schema?.response),
    ...problemAnswers(problems.map((code) => [code, problemCodes[code]])),
  };
  const headers = withMembers(schema?.headers, headersTaken(facts));
  return {
    ...schema,
    hide: schema?.tags === undefined,
    ...(schema?.params !== undefined && {
      params: describedMembers(schema.params, knownParameters),
    }),
    ...(schema?.querystring !== undefined && {
      querystring: describedMembers(schema.querystring, knownParameters),
    }),
    ...(headers !== undefined && { headers }),
    response: withHeaders(answers, (status) => headersAnswered(facts, status)),
    'x-problem-codes': problems,
    'x-roles': roles.filter((role) => mayCall(role, config?.permission)),
    security: [{ accessToken: [] }, { apiKey: [] }],
  };
}

function mayCall(role: Role, permission: RoutePermission | undefined): boolean {
  if (permission === undefined || permission === 'account') return false;
  if (permission === 'public' || permission === 'signed-in') return true;
  return isAllowed(role, permission);
}
