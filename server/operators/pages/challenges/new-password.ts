import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import type { NewPasswordChallenge, SignInChallenge } from '../../../cognito/sign-in.ts';
import { invalidInput } from '../../../errors.ts';
import { problemAbove } from '../../../web/rendering/form-fields.ts';
import type { NewPasswordPage } from '../../views.ts';
import { policyInWords, policyOf } from '../password-policy.ts';
import type { PageServices } from '../services.ts';
import { checkForm, newPasswordFields } from './new-password-form.ts';
import { answer, type Problem, type Step, withStep } from './step.ts';

const path = '/sign-in/new-password';

type Values = Readonly<Record<string, string>>;

/** The page on which somebody with a temporary password chooses their own. */
export const newPasswordRoutes: FastifyPluginAsyncTypebox<PageServices> = async (app, services) => {
  const show = async (
    reply: FastifyReply,
    { challenge }: Step<NewPasswordChallenge>,
    values: Values,
    problem?: Problem,
  ): Promise<FastifyReply> => {
    const policy = await policyOf(services);
    const errors = problem?.fields ?? {};
    const fields = newPasswordFields(challenge.requiredAttributes, policy, values, errors);
    const context: NewPasswordPage = {
      username: challenge.username,
      policy: policy ? policyInWords(policy) : '',
      fields,
      error: problemAbove(
        problem && Object.keys(errors).length === 0 ? problem.publicMessage : '',
        errors,
        fields.map(({ name }) => name),
      ),
    };
    return reply.page({
      title: 'Choose a new password',
      template: 'operators/new-password',
      context,
      status: problem?.status ?? 200,
    });
  };

  app.get(path, { config: { permission: 'public' } }, (request, reply) =>
    withStep(request, reply, services, asksForPassword, (step) => show(reply, step, {})),
  );

  app.post(
    path,
    {
      config: { permission: 'public' },
      attachValidation: true,
      schema: { body: Type.Record(Type.String(), Type.String({ maxLength: 8192 })) },
    },
    (request, reply) =>
      withStep(request, reply, services, asksForPassword, async (step) => {
        const values = request.validationError ? {} : request.body;
        const { challenge } = step;
        const { errors, newPassword, attributes } = checkForm(values, challenge.requiredAttributes);
        if (Object.keys(errors).length > 0) {
          return show(reply, step, values, invalidInput(errors));
        }
        return answer(
          request,
          reply,
          services,
          step,
          () => services.signIn.setNewPassword(challenge, newPassword, attributes),
          (problem) => show(reply, step, values, problem),
        );
      }),
  );
};

function asksForPassword(challenge: SignInChallenge): challenge is NewPasswordChallenge {
  return challenge.name === 'NEW_PASSWORD_REQUIRED';
}
