import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { problemAnswers, successes } from '../web/api-docs/problem-answers.ts';
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
      transform: ({ schema, url, route }) => {
        const isShown = schema?.tags !== undefined;
        const problems = problemsOf({
          own: route.config?.problems ?? [],
          hasBody: schema?.body !== undefined,
          hasParameters: schema?.params !== undefined || schema?.querystring !== undefined,
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
            security: [{ accessToken: [] }, { apiKey: [] }],
          },
        };
      },
    });
  },
  { name: 'admin-openapi' },
);
