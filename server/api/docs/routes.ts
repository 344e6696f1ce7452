import type { FastifyInstance } from 'fastify';
import { compact } from '../../web/api-docs/compact.ts';
import { plainDocument } from '../../web/api-docs/document.ts';
import { withExamples } from '../../web/api-docs/examples.ts';
import { docsPage } from '../../web/api-docs/page.ts';
import { malformedAddress } from '../../web/requests/malformed-address.ts';
import type { ApiServices } from '../services.ts';
import { knownExamples, notes } from './notes.ts';
import { problemCodes } from './problem-codes.ts';

const documentHref = '/api/openapi.json';

/** What describes the API, for programs and for people; open to all, as it holds no data. */
export async function documentRoutes(
  app: FastifyInstance,
  { views, publicOrigin }: Pick<ApiServices, 'views' | 'publicOrigin'>,
): Promise<void> {
  const document = () => withExamples(plainDocument(app.swagger()), knownExamples);
  // The routes stay as they are once the server listens.
  let json: string | undefined;
  let page: string | undefined;

  await app.register(malformedAddress);
  app.get('/openapi.json', { config: { permission: 'public' } }, async (_request, reply) => {
    json ??= JSON.stringify(compact(document()));
    return reply.type('application/json; charset=utf-8').send(json);
  });

  app.get('/docs', { config: { permission: 'public' } }, async (_request, reply) => {
    page ??= views.fragment(
      'api-docs/page',
      docsPage(document(), {
        origin: publicOrigin(),
        documentHref,
        signIn: '`Authorization: Bearer` and an API key, or an access token of an operator',
        tokenVariable: 'API_KEY',
        tokenSentence: '',
        notes,
        problemCodes,
      }),
    );
    return reply.type('text/html; charset=utf-8').send(page);
  });
}
