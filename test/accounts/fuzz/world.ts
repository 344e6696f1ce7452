import {
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { TestConsole } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';

/** Never part of an answer or a line of the log. */
export const secrets = {
  password: 'Sandbox-1234',
  newPassword: 'Typed-1nto-a-body',
  /** What the sandbox sends as every code. */
  code: '90817263',
} as const;

/** An attribute of a user whom no request is made as. */
export const victimEmail = 'keeper-of-the-account-fuzz@example.com';

export type Tokens = { readonly access: string; readonly id: string; readonly refresh: string };

export type World = {
  readonly victim: string;
  /** The user whom requests are made as, made again after they were deleted or signed out. */
  actor(): { readonly username: string; readonly tokens: Tokens };
  renewActor(): Promise<void>;
  /** Tokens of others and for others, none of them good here. */
  readonly foreign: readonly string[];
  /** Every token that was issued so far. */
  readonly issued: readonly string[];
};

/** Users and tokens to make requests with. */
export async function makeWorld(running: TestConsole): Promise<World> {
  const { cognito, sandbox } = running;
  const people = peopleOf(running);
  const issued: string[] = [];

  const tokensOf = async (username: string, clientId: string): Promise<Tokens> => {
    const { AuthenticationResult: result } = await cognito.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: secrets.password },
      }),
    );
    const tokens = {
      access: result?.AccessToken ?? '',
      id: result?.IdToken ?? '',
      refresh: result?.RefreshToken ?? '',
    };
    issued.push(...Object.values(tokens));
    return tokens;
  };
  const newActor = async () => {
    const username = await people.confirmed();
    return { username, tokens: await tokensOf(username, sandbox.applicationClientId) };
  };

  const victim = await people.confirmed({ email: victimEmail, name: 'Keeper' });
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: sandbox.userPoolId,
      Username: victim,
      Password: secrets.password,
      Permanent: true,
    }),
  );
  const ofVictim = await tokensOf(victim, sandbox.applicationClientId);
  const ofConsole = await tokensOf(victim, sandbox.clientId);
  let actor = await newActor();
  const [header = '', payload = '', signature = ''] = ofVictim.access.split('.');
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  return {
    victim,
    actor: () => actor,
    async renewActor() {
      actor = await newActor();
    },
    foreign: [
      ofConsole.access,
      ofVictim.id,
      ofVictim.refresh,
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -3)}AAA`,
      `${header}.${payload}`,
      'x',
    ],
    issued,
  };
}
