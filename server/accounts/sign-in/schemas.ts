import { Type } from '@sinclair/typebox';

/** Source: API reference, `UsernameType`. */
export const Username = Type.String({
  minLength: 1,
  maxLength: 128,
  description: 'The username, or another name that the pool lets people sign in with.',
});

/** Source: API reference, `PasswordType`. */
export const Password = Type.String({ minLength: 1, maxLength: 256 });

/** The longest is the 3072-bit prime of Cognito, with leading zeros. */
export const SrpA = Type.String({
  pattern: '^[0-9a-fA-F]{1,800}$',
  description: 'The public value A, in hexadecimal digits.',
});

/** A device that the user's own device or browser remembers, with its secret. */
export const Device = Type.Object(
  {
    key: Type.String({ minLength: 1, maxLength: 55, pattern: '^[\\w-]+_[0-9a-f-]+$' }),
    groupKey: Type.String({ minLength: 1, maxLength: 256 }),
    password: Type.String({ minLength: 1, maxLength: 256 }),
  },
  {
    description:
      'A remembered device, which stands in for the second factor: its keys from `newDevice`, and the password that was made for its verifier.',
  },
);
