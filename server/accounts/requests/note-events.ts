import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { PoolkeeperError } from '../../errors.ts';
import { ProblemWithMembers } from '../../web/requests/problem-details.ts';
import type { AccountServices } from '../services.ts';
import type { AnswerSignIn } from '../sign-in/answer-tokens.ts';
import { type AccountAction, noteAccountEvent } from './account-events.ts';

/** Operations of signed-in users that are in the audit when they were done, and when they were refused. */
const ofUsers: ReadonlyMap<string, AccountAction> = new Map([
  ['changePassword', 'account.change-password'],
  ['signOutEverywhere', 'account.sign-out-everywhere'],
  ['deleteMe', 'account.delete'],
]);

/** Operations in which a person proves who they are; what is refused is in the audit. */
const ofVisitors: ReadonlyMap<string, AccountAction> = new Map([
  ['signIn', 'account.sign-in'],
  ['answerChallenge', 'account.sign-in'],
  ['startSrp', 'account.sign-in'],
  ['startChoice', 'account.sign-in'],
  ['resetPassword', 'account.reset-password'],
]);

/** What is worth an entry: all are counted by a limit, so that the audit cannot be flooded. */
const refusals: ReadonlySet<string> = new Set([
  'sign_in_failed',
  'wrong_code',
  'code_used',
  'code_expired',
  'wrong_password',
  'too_many_attempts',
  'device_refused',
  'password_reset_required',
  'user_not_confirmed',
  'temporary_password_expired',
  'recent_sign_in_required',
]);

/** Notes what users did and were refused, by the operation of the request. */
export const noteEvents = fp(
  async (app: FastifyInstance, services: AccountServices) => {
    app.addHook('onError', async (request, _reply, error) => {
      const problem = error instanceof ProblemWithMembers ? error.problem : error;
      if (!(problem instanceof PoolkeeperError) || !refusals.has(problem.code)) return;
      const operation = operationOf(request);
      const action = ofUsers.get(operation) ?? ofVisitors.get(operation);
      if (action === undefined) return;
      await noteAccountEvent(request, services, {
        action,
        person: request.account,
        failure: problem,
      });
    });
    app.addHook('onSend', async (request, reply) => {
      const operation = operationOf(request);
      const isDone = reply.statusCode < 300;
      const action = ofUsers.get(operation);
      if (isDone && action !== undefined) {
        await noteAccountEvent(request, services, { action, person: request.account });
      }
      if (isDone && operation === 'resetPassword') {
        await noteAccountEvent(request, services, { action: 'account.reset-password' });
      }
    });
  },
  { name: 'note-account-events' },
);

/** The same answer to a sign-in, which is noted first. */
export function noteSignIns(
  answer: AnswerSignIn,
  services: Pick<AccountServices, 'application' | 'audit'>,
): AnswerSignIn {
  return async (signedIn, request, reply) => {
    const answered = await answer(signedIn, request, reply);
    const { sub = '', username = '' } = decomposeUnverifiedJwt(signedIn.tokens.accessToken).payload;
    const person = { sub, username: String(username) };
    await noteAccountEvent(request, services, { action: 'account.sign-in', person });
    return answered;
  };
}

function operationOf({ routeOptions }: FastifyRequest): string {
  const { schema } = routeOptions;
  return schema !== undefined && 'operationId' in schema ? String(schema.operationId) : '';
}
