import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { withoutTelling } from '../hidden-outcome.ts';
import { CodeSent, toCodeSent } from '../me/code-sent.ts';
import { Code, NewPassword, noBody, Username } from '../members.ts';
import { Problem } from '../problems.ts';
import type { AccountServices } from '../services.ts';
import { createAccount } from './create-account.ts';

const SignUp = Type.Object(
  {
    username: Username,
    password: NewPassword,
    attributes: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 2048 }), {
        description: 'By their names in this API; custom ones too.',
        examples: [{ email: 'ada@example.com', 'custom:plan': 'free' }],
      }),
    ),
  },
  { additionalProperties: false },
);

const SignedUp = Type.Object(
  {
    isConfirmed: Type.Boolean({
      description: 'True where the pool confirms sign-ups by itself: sign in right away.',
    }),
    codeDelivery: Type.Optional(CodeSent),
  },
  { description: 'The account waits to be confirmed, unless it is already.' },
);

const tags = ['Sign-up'];

/** An account of one's own: sign-up, its confirmation, and another code for it. */
export const signUpRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (app, services) => {
  const { attributeNames, limits, signUp, steadyTime } = services;

  app.post(
    '/sign-up',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        operationId: 'signUp',
        summary: 'Create an account',
        description:
          'The pool sends a code to the email address or phone number; `POST /confirm` takes it. Unless the application reports taken usernames, the answer for one is the same as for a new account.',
        body: SignUp,
        response: { 201: SignedUp, default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      const { username, password, attributes = {} } = request.body;
      await limits.begin(request, 'sign-up', username);
      const account = { username, password, attributes: attributeNames.toPool(attributes) };
      const { isConfirmed, codeDelivery } = await steadyTime.all(() =>
        createAccount(account, services, request.log),
      );
      return reply.code(201).send({
        isConfirmed,
        ...(codeDelivery && { codeDelivery: toCodeSent(codeDelivery, attributeNames) }),
      });
    },
  );

  app.post(
    '/confirm',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        operationId: 'confirmSignUp',
        summary: 'Confirm an account with the code',
        description: 'Verifies the email address or phone number that the code was sent to.',
        body: Type.Object({ username: Username, code: Code }, { additionalProperties: false }),
        response: {
          204: noBody('The account is confirmed. Sign in.'),
          default: Type.Ref(Problem),
        },
      },
    },
    async (request, reply) => {
      const { username, code } = request.body;
      const attempt = await limits.begin(request, 'code', username);
      await steadyTime.failures(() => signUp.confirmSignUp(username, code));
      await attempt.takeBack();
      return reply.code(204).send();
    },
  );

  app.post(
    '/resend',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        operationId: 'resendCode',
        summary: 'Send another code to confirm with',
        description: 'Answers the same whether or not there is an account to confirm.',
        body: Type.Object({ username: Username }, { additionalProperties: false }),
        response: {
          202: noBody('If an account waits to be confirmed, a code was sent.'),
          default: Type.Ref(Problem),
        },
      },
    },
    async (request, reply) => {
      const { username } = request.body;
      await limits.begin(request, 'message', username);
      await steadyTime.all(() =>
        withoutTelling(request.log, () => signUp.resendConfirmation(username)),
      );
      return reply.code(202).send();
    },
  );
};
