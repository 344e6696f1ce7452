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
    VerificationMessageTemplate: {
      DefaultEmailOption: 'CONFIRM_WITH_CODE',
      ...settings.VerificationMessageTemplate,
    },
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

const strictPolicy = {
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};
