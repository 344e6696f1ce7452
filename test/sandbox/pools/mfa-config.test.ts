import {
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { runningSandbox } from '../running.ts';

const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' };
const totp = { SoftwareTokenMfaConfiguration: { Enabled: true } };
const passkeys = {
  WebAuthnConfiguration: { RelyingPartyId: 'example.com', UserVerification: 'required' as const },
};

async function poolOf(input: Partial<CreateUserPoolCommandInput> = {}) {
  const { cognito } = await runningSandbox();
  const create = async (more: Partial<CreateUserPoolCommandInput>) =>
    (await cognito.send(new CreateUserPoolCommand({ PoolName: 'shop', ...more }))).UserPool;
  const UserPoolId = (await create(input))?.Id;
  return {
    create,
    update: (more: Partial<UpdateUserPoolCommandInput>) =>
      cognito.send(new UpdateUserPoolCommand({ UserPoolId, ...more })),
    set: (more: Partial<SetUserPoolMfaConfigCommandInput>) =>
      cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...more })),
    read: async () => {
      const { $metadata: _, ...config } = await cognito.send(
        new GetUserPoolMfaConfigCommand({ UserPoolId }),
      );
      return config;
    },
  };
}

const smsNeeded = {
  name: 'InvalidParameterException',
  message:
    'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
};
const nothingLeft = {
  name: 'InvalidParameterException',
  message:
    "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
};
const offBesideFactor = {
  name: 'InvalidParameterException',
  message: "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
};

it.each(['ON', 'OPTIONAL'] as const)('MFA %s needs a factor that is set up', async (mode) => {
  const { create, update, set } = await poolOf();
  await expect(create({ MfaConfiguration: mode })).rejects.toMatchObject(smsNeeded);
  expect(await create({ MfaConfiguration: mode, SmsConfiguration })).toMatchObject({
    MfaConfiguration: mode,
  });
  await expect(update({ MfaConfiguration: mode })).rejects.toMatchObject(smsNeeded);
  await expect(set({ MfaConfiguration: mode })).rejects.toMatchObject(nothingLeft);
  for (const given of [passkeys, { SoftwareTokenMfaConfiguration: { Enabled: false } }]) {
    await expect(set({ MfaConfiguration: mode, ...given })).rejects.toMatchObject(nothingLeft);
  }
  await set({ MfaConfiguration: 'OPTIONAL', ...totp });
  await update({ MfaConfiguration: mode });
});

it.each([{}, { MfaConfiguration: 'OFF' as const }])(
  'SetUserPoolMfaConfig with %j and a factor is refused',
  async (mode) => {
    const { set, read } = await poolOf();
    await set({ MfaConfiguration: 'ON', ...totp });
    for (const factor of [
      totp,
      { SoftwareTokenMfaConfiguration: { Enabled: false } },
      { EmailMfaConfiguration: { Subject: 'Code', Message: '{####}' } },
      { SmsMfaConfiguration: { SmsConfiguration } },
    ]) {
      await expect(set({ ...mode, ...factor })).rejects.toMatchObject(offBesideFactor);
    }
    expect(await read()).toEqual({ MfaConfiguration: 'ON', ...totp });
  },
);

it.each([{}, { MfaConfiguration: 'OFF' as const }])(
  'SetUserPoolMfaConfig with %j alone ends MFA and its factors, and keeps passkeys',
  async (mode) => {
    const { set, read } = await poolOf();
    await set({ MfaConfiguration: 'ON', ...totp, ...passkeys });
    await set(mode);
    expect(await read()).toEqual({ MfaConfiguration: 'OFF', ...passkeys });
    await set({ ...mode, WebAuthnConfiguration: { RelyingPartyId: 'example.org' } });
    expect(await read()).toMatchObject({
      MfaConfiguration: 'OFF',
      WebAuthnConfiguration: { RelyingPartyId: 'example.org' },
    });
  },
);

it('SetUserPoolMfaConfig keeps the factors that it leaves out while MFA is on', async () => {
  const { set, read } = await poolOf();
  const email = { EmailMfaConfiguration: { Subject: 'Code', Message: '{####}' } };
  await set({ MfaConfiguration: 'OPTIONAL', ...email });
  await set({ MfaConfiguration: 'OPTIONAL', ...totp });
  expect(await read()).toEqual({ MfaConfiguration: 'OPTIONAL', ...totp, ...email });
  await set({ MfaConfiguration: 'ON' });
  expect(await read()).toEqual({ MfaConfiguration: 'ON', ...totp, ...email });
});

it('email MFA does not go with recovery by e-mail alone', async () => {
  const byEmail = {
    AccountRecoverySetting: {
      RecoveryMechanisms: [{ Priority: 1, Name: 'verified_email' as const }],
    },
  };
  const email = {
    MfaConfiguration: 'OPTIONAL' as const,
    EmailMfaConfiguration: { Subject: 'Code', Message: '{####}' },
  };
  const first = await poolOf(byEmail);
  const refused = {
    name: 'InvalidParameterException',
    message: 'Email MFA needs another way of account recovery than verified_email.',
  };
  await expect(first.set(email)).rejects.toMatchObject(refused);
  const second = await poolOf();
  await second.set(email);
  await expect(second.update(byEmail)).rejects.toMatchObject(refused);
});
