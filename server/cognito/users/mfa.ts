import {
  AdminDeleteSoftwareTokenCommand,
  AdminGetUserAuthFactorsCommand,
  AdminSetUserMFAPreferenceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Send } from '../client.ts';
import type { MfaChange, PoolGateway } from '../gateway.ts';
import { type MfaFactor, mfaFactors } from './access-types.ts';

type MfaOperations = Pick<PoolGateway, 'authFactors' | 'setMfaPreference' | 'deleteSoftwareToken'>;

/** The part of the gateway that is about second factors. */
export function mfaOperations(send: Send, userPoolId: string): MfaOperations {
  const named = (username: string) => ({ UserPoolId: userPoolId, Username: username });
  return {
    async authFactors(username) {
      const answer = await send(new AdminGetUserAuthFactorsCommand(named(username)));
      const { UserMFASettingList = [], PreferredMfaSetting, ConfiguredUserAuthFactors } = answer;
      return {
        enabled: mfaFactors.filter((factor) => UserMFASettingList.includes(factor)),
        preferred: mfaFactors.find((factor) => factor === PreferredMfaSetting),
        firstFactors: ConfiguredUserAuthFactors ?? [],
      };
    },

    async setMfaPreference(username, change) {
      await send(
        new AdminSetUserMFAPreferenceCommand({ ...named(username), ...toMfaSettings(change) }),
      );
    },

    async deleteSoftwareToken(username) {
      await send(new AdminDeleteSoftwareTokenCommand(named(username)));
    },
  };
}

/** The members of SetUserMFAPreference and AdminSetUserMFAPreference that say what is wanted. */
export function toMfaSettings({ switchedOn, switchedOff, preferred }: MfaChange) {
  const settings = (factor: MfaFactor) => {
    if (switchedOn.includes(factor)) return { Enabled: true, PreferredMfa: factor === preferred };
    // What is left out stays as it is, and a pool refuses factors that it does not have.
    return switchedOff.includes(factor) ? { Enabled: false, PreferredMfa: false } : undefined;
  };
  return {
    SoftwareTokenMfaSettings: settings('SOFTWARE_TOKEN_MFA'),
    SMSMfaSettings: settings('SMS_MFA'),
    EmailMfaSettings: settings('EMAIL_OTP'),
  };
}
