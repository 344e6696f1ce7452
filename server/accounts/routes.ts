import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import type { Views } from '../web/rendering/views.ts';
import { problemDetails } from '../web/requests/problem-details.ts';
import { challengeRoutes } from './challenges/routes.ts';
import { documentRoutes } from './docs/routes.ts';
import { meRoutes } from './me/routes.ts';
import { accountsOpenApi } from './openapi.ts';
import { passwordRoutes } from './password/routes.ts';
import { Problem } from './problems.ts';
import { accountAccess, tokenRoutes } from './requests/modes.ts';
import type { AccountServices } from './services.ts';
import { answerSchemas } from './sign-in/answers.ts';
import { signInRoutes } from './sign-in/sign-in.ts';
import { stepwiseRoutes } from './sign-in/stepwise.ts';
import { signUpRoutes } from './sign-up/routes.ts';
import { CheckedToken } from './tokens/check.ts';

/** Bodies hold a few attributes at most. */
const mostBytesPosted = 64 * 1024;

type Options = { readonly applications: readonly AccountServices[]; readonly views: Views };

/** The account API of every application, below `/accounts`; nothing at all without one. */
export async function accountRoutes(
  app: FastifyInstance,
  { applications, views }: Options,
): Promise<void> {
  const [first] = applications;
  if (first === undefined) return;
  const documented = prefixesOf(first, applications)[0] ?? '';
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  acceptJsonOnly(app);
  for (const schema of [Problem, CheckedToken, ...answerSchemas]) app.addSchema(schema);
  await app.register(problemDetails, { api: 'account API', docs: '/accounts/docs' });
  await app.register(accountsOpenApi, {
    documented: `/accounts${documented}/`,
    cookieName: first.cookieMode?.session.name,
  });
  await app.register(documentRoutes, { views, publicOrigin: first.publicOrigin });
  for (const services of applications) {
    for (const prefix of prefixesOf(services, applications)) {
      await app.register(applicationRoutes, { prefix, services });
    }
  }
}

/** Where an application's operations are; the only one needs no name. */
function prefixesOf(
  { application }: AccountServices,
  applications: readonly AccountServices[],
): readonly string[] {
  const named = `/v1/apps/${application.name}`;
  const isMain = applications.length === 1 || application.name === 'main';
  return isMain ? ['/v1', named] : [named];
}

function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: mostBytesPosted },
    app.getDefaultJsonParser('error', 'error'),
  );
}

/** The operations of one application. */
async function applicationRoutes(
  app: FastifyInstance,
  { services }: { readonly services: AccountServices },
): Promise<void> {
  await app.register(accountAccess, services);
  await app.register(meRoutes, services);
  await app.register(signInRoutes, services);
  await app.register(stepwiseRoutes, services);
  await app.register(challengeRoutes, services);
  await app.register(signUpRoutes, services);
  await app.register(passwordRoutes, services);
  await app.register(tokenRoutes, services);
}
