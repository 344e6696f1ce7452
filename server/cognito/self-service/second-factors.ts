import {
  AssociateSoftwareTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { PoolkeeperError } from '../../errors.ts';
import type { Send } from '../client.ts';
import type { SelfServiceGateway } from '../self-service.ts';
import { toMfaSettings } from '../users/mfa.ts';
import { translate } from './errors.ts';
import { preferenceRules, totpRules, wrongTotp } from './second-factor-errors.ts';

type SecondFactorOperations = Pick<
  SelfServiceGateway,
  'startTotp' | 'verifyTotp' | 'setMfaPreference'
>;

/** The part of self-service that is about second factors. */
export function secondFactorOperations(send: Send): SecondFactorOperations {
  return {
    async startTotp(AccessToken) {
      const { SecretCode = '' } = await translate(
        send(new AssociateSoftwareTokenCommand({ AccessToken })),
        totpRules,
      );
      return SecretCode;
    },

    async verifyTotp(AccessToken, UserCode, FriendlyDeviceName) {
      const verify = { AccessToken, UserCode, FriendlyDeviceName };
      const { Status } = await translate(send(new VerifySoftwareTokenCommand(verify)), totpRules);
      if (Status === 'ERROR') throw new PoolkeeperError(wrongTotp);
    },

    async setMfaPreference(AccessToken, change) {
      await translate(
        send(new SetUserMFAPreferenceCommand({ AccessToken, ...toMfaSettings(change) })),
        preferenceRules,
      );
    },
  };
}
