import { Type } from '@sinclair/typebox';
import { type MfaFactor, mfaFactors } from '../../../cognito/users/access-types.ts';
import { defineAction } from '../../action.ts';
import { checkbox } from '../../fields.ts';

export const mfaFactorNames: Readonly<Record<MfaFactor, string>> = {
  SOFTWARE_TOKEN_MFA: 'Authenticator app',
  SMS_MFA: 'Code by SMS',
  EMAIL_OTP: 'Code by e-mail',
};

const factorBox = (title: string) => checkbox({ title, mustBeSent: true });

export const setMfa = defineAction({
  id: 'user.set-mfa',
  target: 'user',
  title: 'Choose second factors',
  label: 'Second factors',
  submitLabel: 'Save',
  icon: 'shield-lock',
  permission: 'users:set-mfa',
  danger: 'caution',
  takeover: 'always',
  quota: 'UserUpdate',
  consequence: ({ name }) =>
    `At the next sign-in ${name} is asked for one of the factors ticked here. An authenticator app must have been set up by the person before; codes need an e-mail address or phone number.`,
  input: () =>
    Type.Object({
      SOFTWARE_TOKEN_MFA: factorBox(mfaFactorNames.SOFTWARE_TOKEN_MFA),
      SMS_MFA: factorBox(mfaFactorNames.SMS_MFA),
      EMAIL_OTP: factorBox(mfaFactorNames.EMAIL_OTP),
      preferred: Type.Union(
        [
          Type.Literal('none', { title: 'The person chooses' }),
          ...mfaFactors.map((factor) => Type.Literal(factor, { title: mfaFactorNames[factor] })),
        ],
        { title: 'Asked for first', problem: 'Choose one of the factors.', default: 'none' },
      ),
    }),
  initial: async ({ name }, gateway) => {
    const { enabled, preferred } = await gateway.authFactors(name);
    const ticked = mfaFactors.map((factor) => [factor, enabled.includes(factor)]);
    return { ...Object.fromEntries(ticked), preferred: preferred ?? 'none' };
  },
  shown: async ({ name }, _pool, gateway) => {
    const { enabled, preferred = 'none' } = await gateway.authFactors(name);
    return { factors: mfaFactors.filter((factor) => enabled.includes(factor)).join(), preferred };
  },
  check: (input, { mfa }) => {
    const isAnyOn = mfaFactors.some((factor) => input[factor]);
    if (input.preferred !== 'none' && !input[input.preferred]) {
      return { preferred: 'Only a factor that is ticked can be asked for first.' };
    }
    if (mfa !== 'ON' || isAnyOn) return {};
    // The service would answer that all is well, and go on asking.
    const required = 'This pool requires a second factor. For a lost one, reset it instead.';
    return { SOFTWARE_TOKEN_MFA: required };
  },
  refusal: (_target, { mfa }) =>
    mfa === 'OFF'
      ? { code: 'mfa_off', message: 'This pool asks nobody for a second factor.' }
      : undefined,
  endsSessions: 'others',
  run: async (gateway, { name }, input) => {
    const { enabled } = await gateway.authFactors(name);
    await gateway.setMfaPreference(name, {
      switchedOn: mfaFactors.filter((factor) => input[factor]),
      switchedOff: enabled.filter((factor) => !input[factor]),
      preferred: mfaFactors.find((factor) => factor === input.preferred),
    });
  },
  done: (name) => `The second factors of ${name} were saved.`,
});
