import {
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, expect, it } from 'vitest';
import { operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';
import { Authenticator } from '../../sandbox/mfa/authenticator.ts';
import { cardOf } from './card.ts';
import { personAt } from './person.ts';

const running = sharedConsole();

let support: Awaited<ReturnType<ReturnType<typeof running>['signedIn']>>;
let admin: typeof support;
let username: string;
beforeAll(async () => {
  const { cognito, sandbox } = running();
  [support, admin] = [await running().signedIn('support'), await running().signedIn('admin')];
  username = await peopleOf(running()).confirmed();
  await personAt(running()).setUpAuthenticator(username, operatorPassword);
  await cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: sandbox.userPoolId,
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  );
});

/** Sets another authenticator up on the way, as the challenge asks, and answers how that ended. */
async function signInWithNewAuthenticator(): Promise<string> {
  const { cognito, sandbox } = running();
  const { ChallengeName, Session } = await personAt(running()).signIn(username, operatorPassword);
  expect(ChallengeName).toBe('MFA_SETUP');
  const begun = await cognito.send(new AssociateSoftwareTokenCommand({ Session }));
  const UserCode = new Authenticator(begun.SecretCode).codeAt(new Date());
  const verified = await cognito.send(
    new VerifySoftwareTokenCommand({ Session: begun.Session, UserCode }),
  );
  const answer = await cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: sandbox.clientId,
      ChallengeName: 'MFA_SETUP',
      Session: verified.Session,
      ChallengeResponses: { USERNAME: username },
    }),
  );
  return answer.AuthenticationResult?.AccessToken ? 'tokens' : (answer.ChallengeName ?? 'nothing');
}

it('a lost authenticator where one is required: switching it off does nothing, the reset helps', async () => {
  const { cognito, sandbox } = running();
  const person = personAt(running());
  expect(await person.outcome(username, operatorPassword)).toBe('SOFTWARE_TOKEN_MFA');
  const { $metadata } = await cognito.send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: sandbox.userPoolId,
      Username: username,
      SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false },
    }),
  );
  expect($metadata.httpStatusCode).toBe(200);
  expect(await person.outcome(username, operatorPassword)).toBe('SOFTWARE_TOKEN_MFA');

  const path = `/pools/sandbox/users/${username}/actions`;
  const off = await admin.post(`${path}/set-mfa`, { preferred: 'none' });
  expect(off.status).toBe(422);
  expect(off.text).toContain('For a lost one, reset it instead.');

  expect((await cardOf(support, username)).text).toContain('The authenticator is lost');
  const form = await support.get(`${path}/reset-mfa`);
  expect(form.text).toContain('asks for the set-up at the next sign-in');
  expect((await support.post(`${path}/reset-mfa`)).status).toBe(303);
  expect(await signInWithNewAuthenticator()).toBe('tokens');
  const { text } = await support.get(`/pools/sandbox/audit?target=${username}`);
  expect(text).toContain('Remove the authenticator: done');
});
