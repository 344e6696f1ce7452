import type { FastifyInstance } from 'fastify';
import type { ApiDocument } from '../../web/api-docs/document.ts';
import { docsPage } from '../../web/api-docs/page.ts';
import type { ApiServices } from '../services.ts';
import { problemCodes } from './problem-codes.ts';

/** What describes the API, for programs and for people; open to all, as it holds no data. */
export async function documentRoutes(
  app: FastifyInstance,
  { views, publicOrigin }: Pick<ApiServices, 'views' | 'publicOrigin'>,
): Promise<void> {
  app.get('/openapi.json', { config: { permission: 'public' } }, async () => app.swagger());

  app.get('/docs', { config: { permission: 'public' } }, async (_request, reply) => {
    const document: ApiDocument = JSON.parse(JSON.stringify(app.swagger()));
    return reply.type('text/html; charset=utf-8').send(
      views.fragment(
        'api-docs/page',
        docsPage(document, {
          origin: publicOrigin(),
          documentHref: '/api/openapi.json',
          signIn: '`Authorization: Bearer` and an access token of an operator, or an API key',
          problemCodes,
        }),
      ),
    );
  });
}
