import { Type } from '@sinclair/typebox';

/** A refresh token in a body; what it may consist of is in the API reference, `TokenModelType`. */
export const RefreshToken = Type.String({
  minLength: 1,
  maxLength: 16_384,
  pattern: '^[\\w.~+/=-]+$',
  description: 'The refresh token of the sign-in.',
});

/** Source: API reference, `DeviceKeyType`. */
export const DeviceKey = Type.String({
  minLength: 1,
  maxLength: 55,
  pattern: '^[\\w-]+_[0-9a-f-]+$',
  description: 'The device that signed in, where the pool tracks devices.',
});
