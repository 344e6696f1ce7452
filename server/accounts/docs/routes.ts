import type { FastifyInstance } from 'fastify';
import { plainDocument } from '../../web/api-docs/document.ts';
import { withExamples } from '../../web/api-docs/examples.ts';
import { docsPage } from '../../web/api-docs/page.ts';
import type { Views } from '../../web/rendering/views.ts';
import { malformedAddress } from '../../web/requests/malformed-address.ts';
import { accountPermissions } from '../access.ts';
import { problemCodes } from './problem-codes.ts';

type Options = { readonly views: Views; readonly publicOrigin: () => string };

/** What describes the API, for programs and for people; open to all, as it holds no data. */
export async function documentRoutes(
  app: FastifyInstance,
  { views, publicOrigin }: Options,
): Promise<void> {
  await app.register(accountPermissions, {});
  await app.register(malformedAddress);
  app.get('/openapi.json', { config: { permission: 'public' } }, async () => app.swagger());

  app.get('/docs', { config: { permission: 'public' } }, async (_request, reply) => {
    const document = withExamples(plainDocument(app.swagger()), {});
    return reply.type('text/html; charset=utf-8').send(
      views.fragment(
        'api-docs/page',
        docsPage(document, {
          origin: publicOrigin(),
          documentHref: '/accounts/openapi.json',
          signIn: '`Authorization: Bearer` and the access token, or the cookie in cookie mode',
          tokenVariable: 'ACCESS_TOKEN',
          tokenSentence: "Needs the user's access token.",
          notes: [],
          problemCodes,
        }),
      ),
    );
  });
}
