import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from '@sinclair/typebox';
import type { UserDevice } from '../../cognito/users/access-types.ts';
import { accountOf } from '../access.ts';
import { noBody } from '../members.ts';
import { Problem } from '../problems.ts';
import type { AccountServices } from '../services.ts';

const key = Type.String({
  pattern: '^[\\w-]{1,55}$',
  description: 'The key that the pool gave the device.',
});
const moment = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);

const Device = Type.Object(
  {
    key,
    name: Type.String(),
    address: Type.String({ description: 'IP address of its last sign-in.' }),
    isRemembered: Type.Boolean({ description: 'It replaces the second factor.' }),
    createdAt: moment,
    usedAt: moment,
  },
  { description: 'A device of the account.' },
);

/** Bytes in Base64 of an SRP verifier of 3072 bits with its sign. */
const longestVerifier = 520;

const NewDevice = Type.Object(
  {
    key,
    groupKey: Type.String({ pattern: '^[\\w-]{1,64}$', description: 'As `newDevice` has it.' }),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
    isRemembered: Type.Optional(
      Type.Boolean({
        description:
          'Whether it replaces the second factor from now on; by default as the pool decides, where it does not ask the user.',
      }),
    ),
    verifier: Type.Optional(
      Type.Object(
        {
          passwordVerifier: Type.String({ minLength: 1, maxLength: longestVerifier }),
          salt: Type.String({ minLength: 1, maxLength: 64 }),
        },
        {
          additionalProperties: false,
          description:
            'The SRP verifier of a password that the device generated, and its salt, in Base64. Without it the server generates the password and answers it, this once.',
        },
      ),
    ),
  },
  { additionalProperties: false },
);

const ConfirmedDevice = Type.Object(
  {
    key,
    groupKey: Type.String(),
    password: Type.Optional(
      Type.String({ description: 'Store it on the device; it cannot be read again.' }),
    ),
    isRemembered: Type.Boolean(),
  },
  { description: 'The device as `POST /sign-in` takes it.' },
);

/** The devices of the own account. */
export const deviceRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (
  app,
  { selfService, signIn },
) => {
  app.get(
    '/me/devices',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Devices'],
        operationId: 'listDevices',
        summary: 'List the own devices',
        response: { 200: Type.Object({ devices: Type.Array(Device) }), default: Type.Ref(Problem) },
      },
    },
    async (request) => {
      const devices = await selfService.devices(accountOf(request).accessToken);
      return { devices: devices.map(toDevice) };
    },
  );

  app.post(
    '/me/devices',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Devices'],
        operationId: 'confirmDevice',
        summary: 'Confirm the device of this sign-in',
        description: 'With the keys that the sign-in answered as `newDevice`.',
        body: NewDevice,
        response: { 201: Type.Object({ device: ConfirmedDevice }), default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      const { accessToken } = accountOf(request);
      const { key, groupKey, name, isRemembered, verifier: given } = request.body;
      const made = given === undefined ? await signIn.deviceVerifier({ key, groupKey }) : undefined;
      const verifier = given ?? { passwordVerifier: made?.verifier ?? '', salt: made?.salt ?? '' };
      const { needsConfirmation } = await selfService.confirmDevice(
        accessToken,
        key,
        verifier,
        name,
      );
      const isRememberedNow = !needsConfirmation;
      const wanted = isRemembered ?? isRememberedNow;
      // The device is confirmed and its password is answered once: a failure from here on can be mended later.
      const isDone =
        wanted === isRememberedNow ||
        (await selfService.setDeviceRemembered(accessToken, key, wanted).then(
          () => true,
          (error: unknown) => {
            request.log.error({ err: error }, 'a confirmed device was not marked');
            return false;
          },
        ));
      reply.code(201);
      return {
        device: {
          key,
          groupKey,
          ...(made !== undefined && { password: made.password }),
          isRemembered: isDone ? wanted : isRememberedNow,
        },
      };
    },
  );

  app.put(
    '/me/devices/:key',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Devices'],
        operationId: 'setDeviceRemembered',
        summary: 'Have a device remembered, or not',
        params: Type.Object({ key }),
        body: Type.Object({ isRemembered: Type.Boolean() }, { additionalProperties: false }),
        response: { 204: noBody('The device is remembered, or not.'), default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      const { accessToken } = accountOf(request);
      const { isRemembered } = request.body;
      await selfService.setDeviceRemembered(accessToken, request.params.key, isRemembered);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/me/devices/:key',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Devices'],
        operationId: 'forgetDevice',
        summary: 'Forget a device',
        params: Type.Object({ key }),
        response: { 204: noBody('The device is forgotten.'), default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      await selfService.forgetDevice(accountOf(request).accessToken, request.params.key);
      return reply.code(204).send();
    },
  );
};

function toDevice(device: UserDevice): Static<typeof Device> {
  const { createdAt, usedAt, ...rest } = device;
  return {
    ...rest,
    createdAt: createdAt?.toISOString() ?? null,
    usedAt: usedAt?.toISOString() ?? null,
  };
}
