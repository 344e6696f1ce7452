import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalidInput, PoolkeeperError } from '../../../errors.ts';
import { problemAbove } from '../../../web/rendering/form-fields.ts';
import { goTo } from '../../../web/requests/htmx.ts';
import type { ResetPasswordPage } from '../../views.ts';
import { typedCode } from '../challenges/code-field.ts';
import { checkForm, passwordFields } from '../challenges/new-password-form.ts';
import type { Problem } from '../challenges/step.ts';
import { stopWaiting } from '../finish.ts';
import { policyInWords, policyOf } from '../password-policy.ts';
import type { PageServices } from '../services.ts';
import { tellAudit } from '../tell-audit.ts';

const path = '/reset-password';
const action = 'operator.reset-password';

/** The page on which somebody sets a new password with the code that was sent. */
export const resetPasswordRoutes: FastifyPluginAsyncTypebox<PageServices> = async (
  app,
  services,
) => {
  const { cookies, limit, pendingSignIns, signIn } = services;

  /** For whom a code was asked in this browser; empty when it was asked elsewhere. */
  const nameOf = async (request: FastifyRequest): Promise<string> => {
    const cookie = request.cookies[cookies.pending.name];
    const pending = cookie === undefined ? undefined : await pendingSignIns.find(cookie);
    return pending?.kind === 'recovery' ? pending.username : '';
  };

  const show = async (
    reply: FastifyReply,
    shown: { username: string; wasAsked: boolean },
    problem?: Problem,
  ): Promise<FastifyReply> => {
    const policy = await policyOf(services);
    const errors = problem?.fields ?? {};
    const fields = passwordFields(policy, errors);
    const context: ResetPasswordPage = {
      ...shown,
      policy: policy ? policyInWords(policy) : '',
      usernameError: errors.username ?? '',
      codeError: errors.code ?? '',
      fields,
      error: problemAbove(
        problem && Object.keys(errors).length === 0 ? problem.publicMessage : '',
        errors,
        ['username', 'code', ...fields.map(({ name }) => name)],
      ),
    };
    return reply.page({
      title: 'Set a new password',
      template: 'operators/reset-password',
      context,
      status: problem?.status ?? 200,
    });
  };

  app.get(path, { config: { permission: 'public' } }, async (request, reply) => {
    const username = await nameOf(request);
    return show(reply, { username, wasAsked: username !== '' });
  });

  app.post(
    path,
    {
      config: { permission: 'public' },
      attachValidation: true,
      schema: { body: Type.Record(Type.String(), Type.String({ maxLength: 8192 })) },
      preHandler: limit.check,
    },
    async (request, reply) => {
      const values = request.validationError ? {} : request.body;
      const username = values.username?.trim() ?? '';
      const shown = { username, wasAsked: (await nameOf(request)) !== '' };
      const { code, problem } = typedCode(values.code);
      const { errors, newPassword } = checkForm(values, []);
      const problems = {
        ...(username === '' && { username: 'Enter your username.' }),
        ...problem?.fields,
        ...errors,
      };
      if (Object.keys(problems).length > 0) return show(reply, shown, invalidInput(problems));
      try {
        await signIn.resetPassword(username, code, newPassword);
      } catch (error) {
        if (!(error instanceof PoolkeeperError)) throw error;
        request.log.warn({ code: error.code, address: request.ip }, 'password not reset');
        if (error.status < 500) {
          await limit.countFailure(request);
          await tellAudit(request, services, { action, by: undefined, failure: error });
        }
        return show(reply, shown, error);
      }
      request.log.info({ address: request.ip }, 'password reset with a code');
      await services.endAfterReset(username).catch((error: unknown) => {
        // The password is set; what is left of the former sessions is for an administrator to end.
        request.log.error({ err: error }, 'sessions not ended after a password reset');
      });
      // The pool has accepted the name, so it is no password that was typed into the wrong field.
      const by = { sub: '', username, role: '', sessionId: '' };
      await tellAudit(request, services, { action, by });
      await stopWaiting(request, reply, services);
      return goTo(request, reply, '/sign-in?password=set');
    },
  );
};
