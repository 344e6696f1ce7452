import { type Static, Type } from '@sinclair/typebox';
import type { SandboxContext } from '../context.ts';
import { getSigningKey } from '../tokens/pool-keys.ts';
import { invalidParameter } from '../wire/errors.ts';
import { defineOperation } from '../wire/operation.ts';
import { ClientId, ClientMetadata, Session, UserPoolId } from '../wire/shapes.ts';
import { type SignInAnswer, toAnswer } from './answer.ts';
import { chooseFlow } from './client/auth-flows.ts';
import { adminCaller, type Caller, publicCaller } from './client/caller.ts';
import { signInByChoice } from './flows/choice.ts';
import { signInWithPassword } from './flows/password.ts';
import { signInWithRefreshToken } from './flows/refresh.ts';
import { signInWithSrp } from './flows/srp.ts';

const shared = {
  AuthFlow: Type.String(),
  AuthParameters: Type.Optional(Type.Record(Type.String(), Type.String())),
  ClientMetadata: Type.Optional(ClientMetadata),
  ClientId,
  Session: Type.Optional(Session),
};

const Input = Type.Object(shared);
const AdminInput = Type.Object({ UserPoolId, ...shared });

/** InitiateAuth: begins a sign-in from an app, without AWS credentials. */
export const initiateAuth = defineOperation({
  name: 'InitiateAuth',
  category: 'UserAuthentication',
  access: 'public',
  input: Input,
  run: (context, input, info) => begin(context, publicCaller(context, input.ClientId, info), input),
});

/** AdminInitiateAuth: begins a sign-in from a server, with AWS credentials. */
export const adminInitiateAuth = defineOperation({
  name: 'AdminInitiateAuth',
  category: 'UserAuthentication',
  access: 'iam',
  input: AdminInput,
  run: (context, input, info) =>
    begin(context, adminCaller(context, input.UserPoolId, input.ClientId, info), input),
});

async function begin(
  context: SandboxContext,
  caller: Caller,
  input: Static<typeof Input>,
): Promise<SignInAnswer> {
  const flow = chooseFlow(caller.client, input.AuthFlow, caller.isAdmin);
  const answers = input.AuthParameters ?? {};
  const key = await getSigningKey(context, caller.pool);
  switch (flow) {
    case 'REFRESH_TOKEN_AUTH':
      return signInWithRefreshToken(context, caller, answers, key);
    case 'USER_PASSWORD_AUTH':
    case 'ADMIN_USER_PASSWORD_AUTH':
      return toAnswer(context, caller, key, await signInWithPassword(context, caller, answers));
    case 'USER_SRP_AUTH':
      return toAnswer(context, caller, key, signInWithSrp(context, caller, answers));
    case 'USER_AUTH':
      return toAnswer(
        context,
        caller,
        key,
        await signInByChoice(context, caller, answers, input.Session),
      );
    case 'CUSTOM_AUTH':
      throw invalidParameter('Custom auth lambda trigger is not configured for the user pool.');
  }
}
