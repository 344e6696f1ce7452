import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { StepResult } from '../../cognito/sign-in/stepwise/types.ts';
import type { DeviceInSignIn } from '../../cognito/sign-in.ts';
import { forbidden } from '../../errors.ts';
import { networkOf } from '../../web/requests/network.ts';
import { Problem } from '../problems.ts';
import type { AccountServices } from '../services.ts';
import { answerStep } from './answer-step.ts';
import { SignInAnswer } from './answers.ts';
import { attempt } from './attempt.ts';
import { Device, Password, Username } from './schemas.ts';
import { forUsers } from './sentences.ts';

const flows = ['srp', 'password', 'admin'] as const;
type Flow = (typeof flows)[number];

type Given = {
  readonly username: string;
  readonly password: string;
  readonly device?: DeviceInSignIn;
};

/** Signing in with a password that this server is given. */
export const signInRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (app, services) => {
  app.post(
    '/sign-in',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['Sign-in'],
        operationId: 'signIn',
        summary: 'Sign in with a password',
        description:
          '401 `sign_in_failed` for a wrong password, for a username that does not exist, and for an account that cannot sign in now.',
        body: Type.Object({
          username: Username,
          password: Password,
          device: Type.Optional(Device),
          flow: Type.Optional(
            Type.Union(
              flows.map((flow) => Type.Literal(flow)),
              {
                description:
                  '`srp`: this server proves the password, which the pool never receives. `password` and `admin` send it to the pool.',
              },
            ),
          ),
        }),
        response: { 200: SignInAnswer, default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      const { flow = 'srp', ...given } = request.body;
      if (flow === 'admin' && services.adminSignIn === undefined) throw flowNotAllowed();
      const result = await attempt(services, request, given.username, () =>
        signInBy(flow, services, request, given),
      ).catch((error: unknown) => {
        throw forUsers(error);
      });
      const journey = {
        typedName: given.username,
        isAdmin: flow === 'admin',
        isProven: true,
        isDecoy: false,
        failures: 0,
      };
      return answerStep(services, request, reply, result, journey);
    },
  );
};

async function signInBy(
  flow: Flow,
  { signIn, adminSignIn }: AccountServices,
  request: FastifyRequest,
  { username, password, device }: Given,
): Promise<StepResult> {
  if (flow === 'srp') return signIn.signIn(username, password, device, networkOf(request));
  const gateway = flow === 'admin' ? adminSignIn : signIn;
  if (gateway === undefined) throw flowNotAllowed();
  return gateway.signInWithPlainPassword(username, password, device);
}

function flowNotAllowed(): Error {
  return forbidden(
    'flow_not_allowed',
    'This application does not allow sign-in by the admin flow. Use the flow "srp".',
  );
}
