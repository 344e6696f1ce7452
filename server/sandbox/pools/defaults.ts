import type { PoolSettings } from './settings.ts';

/**
 * Fills in what CreateUserPool and UpdateUserPool set when a request leaves it out.
 * Source: API reference, CreateUserPool, and DescribeUserPool of a fresh pool.
 */
export function withPoolDefaults(settings: PoolSettings): PoolSettings {
  const { Policies = {}, AdminCreateUserConfig = {} } = settings;
  const validityDays =
    Policies.PasswordPolicy?.TemporaryPasswordValidityDays ||
    AdminCreateUserConfig.UnusedAccountValidityDays ||
    7;
  return {
    ...settings,
    ...verificationMessages(settings),
    Policies: {
      PasswordPolicy: {
        ...(Policies.PasswordPolicy ?? strictPolicy),
        MinimumLength: Policies.PasswordPolicy?.MinimumLength ?? 8,
        TemporaryPasswordValidityDays: validityDays,
      },
      SignInPolicy: Policies.SignInPolicy ?? { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    DeletionProtection: settings.DeletionProtection ?? 'INACTIVE',
    LambdaConfig: settings.LambdaConfig ?? {},
    MfaConfiguration: settings.MfaConfiguration ?? 'OFF',
    EmailConfiguration: {
      EmailSendingAccount: 'COGNITO_DEFAULT',
      ...settings.EmailConfiguration,
    },
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: false,
      ...AdminCreateUserConfig,
      UnusedAccountValidityDays: validityDays,
    },
    AccountRecoverySetting: settings.AccountRecoverySetting ?? {
      RecoveryMechanisms: [
        { Priority: 1, Name: 'verified_phone_number' },
        { Priority: 2, Name: 'verified_email' },
      ],
    },
    UserPoolTags: settings.UserPoolTags ?? {},
    UserPoolTier: settings.UserPoolTier ?? 'ESSENTIALS',
  };
}

/**
 * Returns the verification messages both in their template and in the older members beside it, which the service
 * keeps equal; the template decides.
 * Source: DescribeUserPool of a pool made with VerificationMessageTemplate.
 */
function verificationMessages(settings: PoolSettings): Partial<PoolSettings> {
  const { VerificationMessageTemplate: template = {} } = settings;
  const sms = template.SmsMessage ?? settings.SmsVerificationMessage;
  const message = template.EmailMessage ?? settings.EmailVerificationMessage;
  const subject = template.EmailSubject ?? settings.EmailVerificationSubject;
  return {
    ...(sms === undefined ? {} : { SmsVerificationMessage: sms }),
    ...(message === undefined ? {} : { EmailVerificationMessage: message }),
    ...(subject === undefined ? {} : { EmailVerificationSubject: subject }),
    VerificationMessageTemplate: {
      DefaultEmailOption: 'CONFIRM_WITH_CODE',
      ...template,
      ...(sms === undefined ? {} : { SmsMessage: sms }),
      ...(message === undefined ? {} : { EmailMessage: message }),
      ...(subject === undefined ? {} : { EmailSubject: subject }),
    },
  };
}

const strictPolicy = {
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};
