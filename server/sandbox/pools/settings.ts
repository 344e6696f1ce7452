import { type Static, Type } from '@sinclair/typebox';
import { oneOf } from '../wire/shapes.ts';
import { SchemaAttribute } from './attributes/schema.ts';

/**
 * A pool's settings in the form the API gives and takes them. `PoolSettings` is the input of CreateUserPool without
 * the name; `defaultSettings` fills in what AWS fills in.
 */

const text = Type.String();

export const PasswordPolicy = Type.Object({
  MinimumLength: Type.Optional(Type.Integer()),
  RequireUppercase: Type.Optional(Type.Boolean()),
  RequireLowercase: Type.Optional(Type.Boolean()),
  RequireNumbers: Type.Optional(Type.Boolean()),
  RequireSymbols: Type.Optional(Type.Boolean()),
  PasswordHistorySize: Type.Optional(Type.Integer()),
  TemporaryPasswordValidityDays: Type.Optional(Type.Integer()),
});
export type PasswordPolicy = Static<typeof PasswordPolicy>;

const SignInPolicy = Type.Object({
  AllowedFirstAuthFactors: Type.Optional(
    Type.Array(oneOf('PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN')),
  ),
});

const MessageTemplate = Type.Object({
  SMSMessage: Type.Optional(text),
  EmailMessage: Type.Optional(text),
  EmailSubject: Type.Optional(text),
});

const VerificationMessageTemplate = Type.Object({
  SmsMessage: Type.Optional(text),
  EmailMessage: Type.Optional(text),
  EmailSubject: Type.Optional(text),
  EmailMessageByLink: Type.Optional(text),
  EmailSubjectByLink: Type.Optional(text),
  DefaultEmailOption: Type.Optional(oneOf('CONFIRM_WITH_LINK', 'CONFIRM_WITH_CODE')),
});

const ContactAttribute = oneOf('email', 'phone_number');

/** A pool's name. */
export const PoolName = Type.String();

export const MfaConfiguration = oneOf('OFF', 'ON', 'OPTIONAL');

/** What UpdateUserPool can change. */
export const ChangeableSettings = Type.Object({
  Policies: Type.Optional(
    Type.Object({
      PasswordPolicy: Type.Optional(PasswordPolicy),
      SignInPolicy: Type.Optional(SignInPolicy),
    }),
  ),
  DeletionProtection: Type.Optional(oneOf('ACTIVE', 'INACTIVE')),
  LambdaConfig: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  AutoVerifiedAttributes: Type.Optional(Type.Array(ContactAttribute)),
  SmsVerificationMessage: Type.Optional(text),
  EmailVerificationMessage: Type.Optional(text),
  EmailVerificationSubject: Type.Optional(text),
  VerificationMessageTemplate: Type.Optional(VerificationMessageTemplate),
  SmsAuthenticationMessage: Type.Optional(text),
  UserAttributeUpdateSettings: Type.Optional(
    Type.Object({
      AttributesRequireVerificationBeforeUpdate: Type.Optional(Type.Array(ContactAttribute)),
    }),
  ),
  MfaConfiguration: Type.Optional(MfaConfiguration),
  DeviceConfiguration: Type.Optional(
    Type.Object({
      ChallengeRequiredOnNewDevice: Type.Optional(Type.Boolean()),
      DeviceOnlyRememberedOnUserPrompt: Type.Optional(Type.Boolean()),
    }),
  ),
  EmailConfiguration: Type.Optional(Type.Record(Type.String(), Type.String())),
  SmsConfiguration: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  UserPoolTags: Type.Optional(Type.Record(Type.String(), Type.String())),
  AdminCreateUserConfig: Type.Optional(
    Type.Object({
      AllowAdminCreateUserOnly: Type.Optional(Type.Boolean()),
      UnusedAccountValidityDays: Type.Optional(Type.Integer()),
      InviteMessageTemplate: Type.Optional(MessageTemplate),
    }),
  ),
  UserPoolAddOns: Type.Optional(
    Type.Object({
      AdvancedSecurityMode: oneOf('OFF', 'AUDIT', 'ENFORCED'),
      AdvancedSecurityAdditionalFlows: Type.Optional(
        Type.Object({ CustomAuthMode: Type.Optional(oneOf('AUDIT', 'ENFORCED')) }),
      ),
    }),
  ),
  AccountRecoverySetting: Type.Optional(
    Type.Object({
      RecoveryMechanisms: Type.Optional(
        Type.Array(
          Type.Object({
            Priority: Type.Integer(),
            Name: oneOf('verified_email', 'verified_phone_number', 'admin_only'),
          }),
        ),
      ),
    }),
  ),
  UserPoolTier: Type.Optional(oneOf('LITE', 'ESSENTIALS', 'PLUS')),
});

/** Everything CreateUserPool takes beside the name. */
export const PoolSettings = Type.Object({
  ...ChangeableSettings.properties,
  AliasAttributes: Type.Optional(Type.Array(oneOf('phone_number', 'email', 'preferred_username'))),
  UsernameAttributes: Type.Optional(Type.Array(ContactAttribute)),
  UsernameConfiguration: Type.Optional(Type.Object({ CaseSensitive: Type.Boolean() })),
  Schema: Type.Optional(Type.Array(SchemaAttribute)),
});
export type PoolSettings = Static<typeof PoolSettings>;

/** What SetUserPoolMfaConfig sets beside MfaConfiguration. */
export const MfaSettings = Type.Object({
  SmsMfaConfiguration: Type.Optional(
    Type.Object({
      SmsAuthenticationMessage: Type.Optional(text),
      SmsConfiguration: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    }),
  ),
  SoftwareTokenMfaConfiguration: Type.Optional(
    Type.Object({ Enabled: Type.Optional(Type.Boolean()) }),
  ),
  EmailMfaConfiguration: Type.Optional(
    Type.Object({ Message: Type.Optional(text), Subject: Type.Optional(text) }),
  ),
  WebAuthnConfiguration: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
export type MfaSettings = Static<typeof MfaSettings>;
