import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { withQuery } from '../../../web/paths.ts';
import type { Notice } from '../../../web/rendering/page.ts';
import { localPath } from '../../../web/requests/origin/local-path.ts';
import { roleName } from '../../role-words.ts';
import type { OperatorServices } from '../../services.ts';
import type { SignInPage } from '../../views.ts';

type Shown = {
  readonly username: string;
  readonly error: string;
  /** A path of this console to go on to, or empty. */
  readonly returnTo: string;
  readonly status: number;
  readonly notice?: Notice | undefined;
  /** Whether managed login has to ask for the password again. */
  readonly mustProve?: boolean;
};

/** The page with the sign-in form, never with the password that was typed. */
export async function showSignIn(
  reply: FastifyReply,
  services: OperatorServices,
  { status, notice, mustProve = false, ...shown }: Shown,
): Promise<FastifyReply> {
  const { managedLogin, isDirect } = services;
  const context: SignInPage = {
    ...shown,
    managedLoginHref:
      managedLogin === undefined
        ? ''
        : withQuery('/sign-in/managed', {
            return_to: shown.returnTo,
            ...(mustProve && { again: 'true' }),
          }),
    hasForm: isDirect,
    poolName: await poolName(services),
    demoOperators: services.demoOperators.map(({ username, password, group }) => ({
      username,
      password,
      role: roleName(group, services.groups),
    })),
  };
  return reply.page({
    title: 'Sign in',
    template: 'operators/sign-in',
    context,
    status,
    ...(notice && { notice }),
  });
}

/** A path of this console, or empty; going back to a sign-in page would lead in a circle. */
export function pageToReturnTo(text: string | undefined): string {
  const path = localPath(text) ?? '';
  return /^\/(sign-(in|out)|forgot-password|reset-password)\b/.test(path) ? '' : path;
}

/** The pool's name where it can be read at once, else its id: the form never waits for the pool. */
async function poolName({ describePool, userPoolId }: OperatorServices): Promise<string> {
  const described = describePool().then(
    (pool) => pool.name || userPoolId,
    () => userPoolId,
  );
  return Promise.race([described, wait(500, userPoolId, { ref: false })]);
}
