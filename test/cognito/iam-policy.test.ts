import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Called with an app client or a token, which IAM has no say in. */
const needNoPermission = new Set([
  'AssociateSoftwareToken',
  'ChangePassword',
  'ConfirmDevice',
  'ConfirmForgotPassword',
  'ConfirmSignUp',
  'DeleteUser',
  'DeleteUserAttributes',
  'ForgetDevice',
  'ForgotPassword',
  'GetDevice',
  'GetTokensFromRefreshToken',
  'GetUser',
  'GetUserAttributeVerificationCode',
  'GlobalSignOut',
  'InitiateAuth',
  'ListDevices',
  'ListUserSessions',
  'ResendConfirmationCode',
  'RespondToAuthChallenge',
  'RevokeToken',
  'RevokeUserSession',
  'SetUserMFAPreference',
  'SignUp',
  'UpdateDeviceStatus',
  'UpdateUserAttributes',
  'VerifySoftwareToken',
  'VerifyUserAttribute',
]);

/** Called for an application with `adminFlow` only. */
const needTheAdminFlow = ['AdminInitiateAuth', 'AdminRespondToAuthChallenge'];

function operationsCalled(): string[] {
  const folder = join(root, 'server/cognito');
  const names = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const source = readFileSync(join(folder, file), 'utf8');
    for (const [, name = ''] of source.matchAll(/new (\w+)Command\(/g)) names.add(name);
  }
  const other = new Set([...needNoPermission, ...needTheAdminFlow]);
  return [...names].filter((name) => !other.has(name)).sort();
}

it('documents exactly the permissions that the console uses', () => {
  const policy: { Statement: [{ Action: string[] }] } = JSON.parse(
    readFileSync(join(root, 'docs/iam-policy.json'), 'utf8'),
  );
  const allowed = policy.Statement[0].Action.map((action) => action.replace('cognito-idp:', ''));
  expect(allowed).toEqual(operationsCalled());
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  expect(readme).toContain(`${allowed.length} actions on one pool`);
});

it('names the permissions of the admin flow where it is described', () => {
  const page = readFileSync(join(root, 'docs/accounts.md'), 'utf8');
  for (const name of needTheAdminFlow) expect(page).toContain(`cognito-idp:${name}`);
});
