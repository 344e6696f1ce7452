import {
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { TestPool } from '../sign-in/pool.ts';

/** Has the user ada asked for a code by text message, as an administrator does. */
export async function askForTextMessages(
  cognito: CognitoIdentityProviderClient,
  { userPoolId: UserPoolId }: TestPool,
): Promise<void> {
  const UserAttributes = [{ Name: 'phone_number', Value: '+4930123456' }];
  await cognito.send(
    new AdminUpdateUserAttributesCommand({ UserPoolId, Username: 'ada', UserAttributes }),
  );
  await cognito.send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId,
      Username: 'ada',
      SMSMfaSettings: { Enabled: true },
    }),
  );
}
