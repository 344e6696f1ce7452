import { getClient, insertClient, listClients, updateClient } from '../clients/store.ts';
import type { SandboxContext } from '../context.ts';
import { region, type UserPool } from '../pools/pool.ts';
import { findPool, insertPool } from '../pools/store.ts';
import { insertProvider } from '../providers/store.ts';
import { randomText } from '../random.ts';
import { saveSessionTracking } from '../tokens/sessions/tracking-store.ts';

/** The id of the pool every sandbox has. */
export const demoPoolId = `${region}_Sandbox01`;

/** Name of the demo pool's app client for the console. */
export const demoClientName = 'poolkeeper';

/** Name of its app client for applications that use the account API. */
const applicationClientName = 'applications';

/** Returns the demo pool and its app client's id, making both when the store is new. */
export function ensureDemoPool(context: SandboxContext): { pool: UserPool; clientId: string } {
  return context.database.transaction(() => {
    const pool = findPool(context, demoPoolId) ?? insertDemoPool(context);
    const [client] = listClients(context, pool, 0, 1);
    const { id } = client ?? insertClient(context, pool, demoClient(context));
    return { pool, clientId: id };
  });
}

/** Returns the id of the demo pool's app client for applications, making it when it is new. */
export function ensureApplicationClient(context: SandboxContext, pool: UserPool): string {
  return context.database.transaction(() => {
    const clients = listClients(context, pool, 0, 1000);
    const present = clients.find(({ name }) => name === applicationClientName);
    const client = { ...demoClient(context), name: applicationClientName };
    return (present ?? insertClient(context, pool, client)).id;
  });
}

/** Makes the demo pool. It tracks sessions, so that they can be ended, and some of its users came by Google. */
function insertDemoPool(context: SandboxContext): UserPool {
  const pool = insertPool(context, demoPool);
  saveSessionTracking(context, pool, { isEnabled: true, maximum: 20 });
  insertProvider(context, pool, {
    name: 'Google',
    type: 'Google',
    settings: {
      ProviderDetails: { client_id: 'demo', authorize_scopes: 'openid email profile' },
      AttributeMapping: { email: 'email', name: 'name' },
    },
  });
  return pool;
}

/**
 * Sets an app client up for managed login, with the addresses that it comes back to.
 *
 * @param path behind each origin that sign-out leads to; `/callback` below it is where sign-in does
 */
export function allowManagedLogin(
  context: SandboxContext,
  pool: UserPool,
  clientId: string,
  origins: readonly string[],
  path: string,
): void {
  const client = getClient(context, clientId, pool);
  updateClient(context, client, {
    name: client.name,
    settings: {
      ...client.settings,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
      CallbackURLs: origins.map((origin) => `${origin}${path}/callback`),
      LogoutURLs: origins.map((origin) => `${origin}${path}`),
    },
  });
}

function demoClient(context: SandboxContext): Parameters<typeof insertClient>[2] {
  return {
    id: randomText(context.random, 26, 'abcdefghijklmnopqrstuvwxyz0123456789'),
    name: demoClientName,
    settings: {
      ExplicitAuthFlows: [
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_USER_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      RefreshTokenValidity: 30,
      AccessTokenValidity: 60,
      IdTokenValidity: 60,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
      AuthSessionValidity: 3,
      SupportedIdentityProviders: ['COGNITO'],
    },
  };
}

const demoPool: Parameters<typeof insertPool>[1] = {
  id: demoPoolId,
  name: 'Sandbox',
  settings: {
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
      },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    DeletionProtection: 'INACTIVE',
    AutoVerifiedAttributes: ['email'],
    AliasAttributes: ['email', 'phone_number', 'preferred_username'],
    MfaConfiguration: 'OPTIONAL',
    DeviceConfiguration: {
      ChallengeRequiredOnNewDevice: true,
      DeviceOnlyRememberedOnUserPrompt: true,
    },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    UsernameConfiguration: { CaseSensitive: false },
    AccountRecoverySetting: {
      RecoveryMechanisms: [
        { Priority: 1, Name: 'verified_email' },
        { Priority: 2, Name: 'verified_phone_number' },
      ],
    },
    UserPoolTier: 'PLUS',
    Schema: [
      customText('tenant', 1, 64),
      customText('plan', 1, 32),
      customText('department', 0, 64),
      {
        Name: 'custom:seats',
        AttributeDataType: 'Number',
        DeveloperOnlyAttribute: false,
        Mutable: true,
        Required: false,
        NumberAttributeConstraints: { MinValue: '0', MaxValue: '10000' },
      },
    ],
  },
  mfa: { SoftwareTokenMfaConfiguration: { Enabled: true }, SmsMfaConfiguration: {} },
};

function customText(name: string, minimum: number, maximum: number) {
  return {
    Name: `custom:${name}`,
    AttributeDataType: 'String' as const,
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    StringAttributeConstraints: { MinLength: `${minimum}`, MaxLength: `${maximum}` },
  };
}
