import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { PoolkeeperError } from '../../errors.ts';
import { Problem, ProblemWithHandle } from '../problems.ts';
import type { AccountServices } from '../services.ts';
import { answerStep } from '../sign-in/answer-step.ts';
import { SignInAnswer } from '../sign-in/answers.ts';
import { forUsers } from '../sign-in/sentences.ts';
import { Answer } from './answer.ts';
import { answerPending } from './answer-pending.ts';

/** After these the sign-in is over; after every other problem the challenge can be answered again. */
const finalProblems: ReadonlySet<string> = new Set([
  'handle_expired',
  'sign_in_failed',
  'too_many_attempts',
  'challenge_not_supported',
  'device_refused',
  'flow_not_enabled',
  'password_reset_required',
  'user_not_confirmed',
  'temporary_password_expired',
]);

/** Answering what the pool asks for on the way to tokens. */
export const challengeRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (
  app,
  services,
) => {
  const { handles } = services;
  app.post(
    '/challenge',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['Sign-in'],
        operationId: 'answerChallenge',
        summary: 'Answer a challenge',
        description:
          '401 `handle_expired` for a handle that was used, has expired or is not one of this application. A problem with another `handle` can be answered again, such as 422 `wrong_code`.',
        body: Type.Composite([
          Type.Object({
            handle: Type.String({ maxLength: 128, description: 'From the challenge.' }),
          }),
          Answer,
        ]),
        response: { 200: SignInAnswer, default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      const { handle, ...answer } = request.body;
      const pending = await handles.take(handle);
      try {
        const { result, journey } = await answerPending(services, request, pending, answer);
        return await answerStep(services, request, reply, result, journey);
      } catch (error) {
        const problem = forUsers(error);
        if (!(problem instanceof PoolkeeperError) || finalProblems.has(problem.code)) throw problem;
        const isWrong = problem.code === 'wrong_code';
        const failures = pending.failures + (isWrong ? 1 : 0);
        throw new ProblemWithHandle(problem, await handles.create({ ...pending, failures }));
      }
    },
  );
};
