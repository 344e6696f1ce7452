import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import type { MfaChange } from '../../cognito/gateway.ts';
import { invalidInput, refused } from '../../errors.ts';
import { accountOf } from '../access.ts';
import { Problem } from '../problems.ts';
import type { AccountServices } from '../services.ts';
import { type Factor, type Factors, factors, inPool, toFactors } from './factors.ts';
import { Mfa } from './me.ts';

const Wish = Type.Object(
  {
    totp: Type.Optional(Type.Boolean({ description: 'Codes of an authenticator app.' })),
    sms: Type.Optional(Type.Boolean({ description: 'Codes by SMS.' })),
    email: Type.Optional(Type.Boolean({ description: 'Codes by email.' })),
    preferred: Type.Optional(
      Type.Union([...factors.map((factor) => Type.Literal(factor)), Type.Null()], {
        description: 'One of those switched on; null for none.',
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);

type Wish = { readonly [Name in Factor]?: boolean } & { readonly preferred?: Factor | null };

/** Switching second factors on and off. */
export const mfaRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (
  app,
  { selfService, gateway },
) => {
  app.get(
    '/me/mfa',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Second factors'],
        operationId: 'getMfa',
        summary: 'Read which second factors are on',
        response: { 200: Mfa, default: Type.Ref(Problem) },
      },
    },
    async (request) => toFactors(await selfService.user(accountOf(request).accessToken)),
  );

  app.put(
    '/me/mfa',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Second factors'],
        operationId: 'setMfa',
        summary: 'Switch second factors on or off',
        description:
          'Members that are left out stay as they are. An authenticator app has to be verified first, a code by SMS or email needs a phone number or an email address.',
        body: Wish,
        response: { 200: Mfa, default: Type.Ref(Problem) },
      },
    },
    async (request) => {
      const { accessToken } = accountOf(request);
      const present = toFactors(await selfService.user(accessToken));
      const wanted = apply(request.body, present);
      const change = changeBetween(present, wanted);
      if (change === undefined) return present;
      // A user's own token cannot read the settings of the pool.
      if (wanted.enabled.length === 0 && (await gateway.describePool()).mfa === 'ON') {
        throw refused(
          'mfa_required',
          'This application requires a second factor. Switch another one on before you switch this one off.',
        );
      }
      await selfService.setMfaPreference(accessToken, change);
      return toFactors(await selfService.user(accessToken));
    },
  );
};

/** @throws PoolkeeperError `invalid_input` (422) for a preferred factor that is off */
function apply(wish: Wish, present: Factors): Factors {
  const enabled = factors.filter((factor) => wish[factor] ?? present.enabled.includes(factor));
  const isOn = (factor: Factor | null): boolean => factor === null || enabled.includes(factor);
  if (wish.preferred === undefined) {
    return { enabled, preferred: isOn(present.preferred) ? present.preferred : null };
  }
  if (!isOn(wish.preferred)) {
    throw invalidInput(
      { preferred: 'This factor is off. Switch it on to prefer it.' },
      'Only a factor that is on can be preferred.',
    );
  }
  return { enabled, preferred: wish.preferred };
}

/** What the pool has to change; undefined when all is as it should be. */
function changeBetween(present: Factors, wanted: Factors): MfaChange | undefined {
  const isAsBefore = (factor: Factor): boolean =>
    present.enabled.includes(factor) &&
    (present.preferred === factor) === (wanted.preferred === factor);
  const switchedOn = wanted.enabled.filter((factor) => !isAsBefore(factor));
  const switchedOff = present.enabled.filter((factor) => !wanted.enabled.includes(factor));
  if (switchedOn.length === 0 && switchedOff.length === 0) return undefined;
  const toPool = (list: readonly Factor[]) => list.map((factor) => inPool[factor]);
  return {
    switchedOn: toPool(switchedOn),
    switchedOff: toPool(switchedOff),
    preferred: wanted.preferred === null ? undefined : inPool[wanted.preferred],
  };
}
