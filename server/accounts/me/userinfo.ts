import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from '@sinclair/typebox';
import type { OwnUser } from '../../cognito/self-service.ts';
import { accountOf } from '../access.ts';
import { Problem } from '../problems.ts';
import type { AccountServices } from '../services.ts';
import { isTrue } from './me.ts';

const textClaims = [
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'email',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'phone_number',
] as const;

const text = Type.Optional(Type.String());

const UserInfo = Type.Object(
  {
    sub: Type.String(),
    ...Object.fromEntries(textClaims.map((claim) => [claim, text])),
    email_verified: Type.Optional(Type.Boolean()),
    phone_number_verified: Type.Optional(Type.Boolean()),
    address: Type.Optional(
      Type.Object(
        { formatted: Type.String() },
        { description: 'In one text, as the pool has it.' },
      ),
    ),
    updated_at: Type.Optional(Type.Integer({ description: 'Seconds since 1970.' })),
  },
  { description: 'Standard claims of OpenID Connect.' },
);

/** The own account as OpenID Connect describes people, whatever the application calls attributes. */
export const userInfoRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (
  app,
  { selfService },
) => {
  app.get(
    '/me/userinfo',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Profile'],
        operationId: 'getUserInfo',
        summary: 'Read the OpenID Connect claims of the account',
        response: { 200: UserInfo, default: Type.Ref(Problem) },
      },
    },
    async (request) => {
      const { sub, accessToken } = accountOf(request);
      return toUserInfo(sub, await selfService.user(accessToken));
    },
  );
};

/** Source: OpenID Connect Core 1.0, 5.1, "Standard Claims". */
function toUserInfo(sub: string, { attributes }: OwnUser): Static<typeof UserInfo> {
  const texts = textClaims.flatMap((claim) => {
    const value = attributes[claim];
    return value === undefined ? [] : [[claim, value] as const];
  });
  const { email, phone_number: phone, address, updated_at: updatedAt } = attributes;
  const updated = Number(updatedAt || Number.NaN);
  return {
    sub,
    ...Object.fromEntries(texts),
    ...(email !== undefined && { email_verified: isTrue(attributes.email_verified) }),
    ...(phone !== undefined && { phone_number_verified: isTrue(attributes.phone_number_verified) }),
    ...(address !== undefined && { address: { formatted: address } }),
    ...(Number.isInteger(updated) && { updated_at: updated }),
  };
}
