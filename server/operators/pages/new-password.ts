import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PasswordPolicy } from '../../cognito/types.ts';
import { type FieldErrors, PoolkeeperError } from '../../errors.ts';
import { goTo } from '../../web/htmx.ts';
import type { OperatorServices } from '../plugin.ts';
import type { PendingSignIn } from '../sessions/pending-sign-ins.ts';
import type { NewPasswordPage } from '../views.ts';
import { finish } from './finish.ts';
import { checkForm, newPasswordFields, policyInWords } from './new-password-form.ts';

type Shown = {
  readonly pending: PendingSignIn;
  readonly values: Readonly<Record<string, string>>;
  readonly errors: FieldErrors;
  readonly error: string;
  readonly status: number;
};

/** The page on which somebody with a temporary password chooses their own. */
export const newPasswordRoutes: FastifyPluginAsyncTypebox<OperatorServices> = async (
  app,
  services,
) => {
  const { cookies, pendingSignIns, signIn } = services;

  const pendingOf = async (request: FastifyRequest): Promise<PendingSignIn | undefined> => {
    const cookie = request.cookies[cookies.pending.name];
    return cookie === undefined ? undefined : pendingSignIns.find(cookie);
  };

  const show = async (reply: FastifyReply, shown: Shown): Promise<FastifyReply> => {
    const { challenge } = shown.pending;
    const policy = await policyOf(services);
    const context: NewPasswordPage = {
      username: challenge.username,
      policy: policy ? policyInWords(policy) : '',
      fields: newPasswordFields(challenge.requiredAttributes, policy, shown.values, shown.errors),
      error: shown.error,
    };
    return reply.page({
      title: 'Choose a new password',
      template: 'operators/new-password',
      context,
      status: shown.status,
    });
  };

  app.get('/sign-in/new-password', { config: { permission: 'public' } }, async (request, reply) => {
    const pending = await pendingOf(request);
    if (pending === undefined) return goTo(request, reply, '/sign-in');
    return show(reply, { pending, values: {}, errors: {}, error: '', status: 200 });
  });

  app.post(
    '/sign-in/new-password',
    {
      config: { permission: 'public' },
      attachValidation: true,
      schema: { body: Type.Record(Type.String(), Type.String({ maxLength: 8192 })) },
    },
    async (request, reply) => {
      const pending = await pendingOf(request);
      if (pending === undefined) return goTo(request, reply, '/sign-in');
      const values = request.validationError ? {} : request.body;
      const { challenge, returnTo } = pending;
      const { errors, newPassword, attributes } = checkForm(values, challenge.requiredAttributes);
      if (Object.keys(errors).length > 0) {
        return show(reply, { pending, values, errors, error: '', status: 422 });
      }
      try {
        const result = await signIn.setNewPassword(challenge, newPassword, attributes);
        return await finish(request, reply, services, result, returnTo);
      } catch (error) {
        if (!(error instanceof PoolkeeperError)) throw error;
        request.log.warn({ code: error.code, address: request.ip }, 'new password not set');
        if (error.code === 'not_an_operator' || error.code === 'challenge_expired') {
          await pendingSignIns.remove(request.cookies[cookies.pending.name] ?? '');
          reply.clearCookie(cookies.pending.name, cookies.pending.options);
          throw error;
        }
        const { fields, publicMessage, status } = error;
        const isBeside = Object.keys(fields).length > 0;
        return show(reply, {
          pending,
          values,
          errors: fields,
          error: isBeside ? '' : publicMessage,
          status,
        });
      }
    },
  );
};

/** Undefined when the console may not read the pool's settings: the pool itself still checks. */
async function policyOf({ describePool }: OperatorServices): Promise<PasswordPolicy | undefined> {
  return describePool().then(
    (pool) => pool.passwordPolicy,
    () => undefined,
  );
}
