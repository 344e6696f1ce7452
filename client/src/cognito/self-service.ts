import { notSupported } from '../errors.ts';
import { totpUri } from '../text/totp-uri.ts';
import { claimsOf } from '../tokens/claims.ts';
import type { SelfService } from '../transport.ts';
import type { Attributes, CodeDelivery, Device, Factor, Me, MfaState } from '../types.ts';
import type { Attribute, CodeDeliveryDetails, CognitoAnswer, DeviceType } from './answers.ts';
import type { AppClient } from './app-client.ts';
import { toTokenError } from './errors.ts';

const factors: Readonly<Record<string, Factor>> = {
  SOFTWARE_TOKEN_MFA: 'totp',
  SMS_MFA: 'sms',
  EMAIL_OTP: 'email',
};

/**
 * What a signed-in person does with their own account, by their access token.
 *
 * Source: Amazon Cognito user pools API reference, operations that take an AccessToken.
 */
export function selfService(client: AppClient, accessToken: string): SelfService {
  const call = async (operation: string, input: object = {}): Promise<CognitoAnswer> => {
    try {
      return await client.call(operation, { AccessToken: accessToken, ...input });
    } catch (error) {
      throw toTokenError(error);
    }
  };

  const user = async (): Promise<Me> => {
    const answer = await call('GetUser');
    const {
      sub = '',
      email_verified,
      phone_number_verified,
      ...attributes
    } = attributesIn(answer.UserAttributes);
    return {
      username: answer.Username ?? '',
      sub,
      attributes,
      verified: {
        ...('email' in attributes && { email: email_verified === 'true' }),
        ...('phone_number' in attributes && { phone_number: phone_number_verified === 'true' }),
      },
      mfa: mfaIn(answer),
      groups: groupsIn(claimsOf(accessToken)['cognito:groups']),
    };
  };

  return {
    me: user,
    async update(attributes) {
      const UserAttributes = Object.entries(attributes).map(([Name, value]) => ({
        Name,
        Value: value ?? '',
      }));
      const { CodeDeliveryDetailsList = [] } = await call('UpdateUserAttributes', {
        UserAttributes,
      });
      return { me: await user(), codeDeliveries: CodeDeliveryDetailsList.map(toDelivery) };
    },
    deleteAccount: () => call('DeleteUser').then(nothing),
    changePassword: (PreviousPassword, ProposedPassword) =>
      call('ChangePassword', { PreviousPassword, ProposedPassword }).then(nothing),
    async sendCode(AttributeName) {
      const answer = await call('GetUserAttributeVerificationCode', { AttributeName });
      return toDelivery(answer.CodeDeliveryDetails);
    },
    verifyAttribute: (AttributeName, Code) =>
      call('VerifyUserAttribute', { AttributeName, Code }).then(nothing),
    async startTotp() {
      const { SecretCode: secret = '' } = await call('AssociateSoftwareToken');
      const username = String(claimsOf(accessToken).username);
      return { secret, uri: totpUri(secret, username, client.options.totpIssuer) };
    },
    verifyTotp: (UserCode, FriendlyDeviceName) =>
      call('VerifySoftwareToken', { UserCode, FriendlyDeviceName }).then(nothing),
    mfa: async () => (await user()).mfa,
    async setMfa({ preferred, ...switches }) {
      const { enabled } = (await user()).mfa;
      // A setting that is sent replaces both of its members.
      const settings = (factor: Factor): object | undefined => {
        const isPreferred = preferred === factor;
        const isEnabled = switches[factor] ?? (isPreferred || enabled.includes(factor));
        const isNamed = switches[factor] !== undefined || (preferred !== undefined && isEnabled);
        return isNamed ? { Enabled: isEnabled, PreferredMfa: isPreferred } : undefined;
      };
      await call('SetUserMFAPreference', {
        SoftwareTokenMfaSettings: settings('totp'),
        SMSMfaSettings: settings('sms'),
        EmailMfaSettings: settings('email'),
      });
      return (await user()).mfa;
    },
    async devices() {
      const devices: Device[] = [];
      let PaginationToken: string | undefined;
      do {
        const page = await call('ListDevices', { Limit: 60, PaginationToken });
        devices.push(...(page.Devices ?? []).map(toDevice));
        ({ PaginationToken } = page);
      } while (PaginationToken);
      return devices;
    },
    async confirmDevice({ key, name, isRemembered, verifier }) {
      const { UserConfirmationNecessary: isAsked } = await call('ConfirmDevice', {
        DeviceKey: key,
        DeviceName: name,
        DeviceSecretVerifierConfig: {
          PasswordVerifier: verifier.passwordVerifier,
          Salt: verifier.salt,
        },
      });
      if (!isAsked || isRemembered === undefined) return isAsked === true;
      if (isRemembered) await this.setDeviceRemembered(key, true);
      return false;
    },
    setDeviceRemembered: (DeviceKey, isRemembered) =>
      call('UpdateDeviceStatus', {
        DeviceKey,
        DeviceRememberedStatus: isRemembered ? 'remembered' : 'not_remembered',
      }).then(nothing),
    forgetDevice: (DeviceKey) => call('ForgetDevice', { DeviceKey }).then(nothing),
    sessions: () => Promise.reject(noSessions()),
    endSession: () => Promise.reject(noSessions()),
    signOutEverywhere: () => call('GlobalSignOut').then(nothing),
  };
}

const noSessions = () => notSupported('Cognito lists sessions for administrators only.');

function nothing(): void {}

function attributesIn(list: readonly Attribute[] = []): Attributes {
  return Object.fromEntries(list.map(({ Name, Value = '' }) => [Name, Value]));
}

function mfaIn({ UserMFASettingList = [], PreferredMfaSetting }: CognitoAnswer): MfaState {
  return {
    enabled: UserMFASettingList.flatMap((name) => factors[name] ?? []),
    preferred: factors[PreferredMfaSetting ?? ''] ?? null,
  };
}

function groupsIn(claim: unknown): string[] {
  return Array.isArray(claim) ? claim.map(String) : [];
}

export function toDelivery(details: CodeDeliveryDetails = {}): CodeDelivery {
  return {
    destination: details.Destination ?? '',
    medium: details.DeliveryMedium === 'SMS' ? 'sms' : 'email',
    attribute: details.AttributeName ?? '',
  };
}

function toDevice(device: DeviceType): Device {
  const attributes = attributesIn(device.DeviceAttributes);
  const time = (seconds: number | undefined): string | null =>
    seconds === undefined ? null : new Date(seconds * 1000).toISOString();
  return {
    key: device.DeviceKey ?? '',
    name: attributes.device_name ?? '',
    address: attributes.last_ip_used ?? '',
    isRemembered: attributes['dev:device_remembered_status'] === 'remembered',
    createdAt: time(device.DeviceCreateDate),
    usedAt: time(device.DeviceLastAuthenticatedDate),
  };
}
