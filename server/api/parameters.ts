import { Type } from '@sinclair/typebox';

const pool = Type.String({ description: 'The alias of the pool, as `GET /pools` lists it.' });

/** Parameters of an operation on a pool. */
export const ofPool = Type.Object({ pool });

/** Parameters of an operation on a user. */
export const ofUser = Type.Object({
  pool,
  username: Type.String({
    minLength: 1,
    // The longest value of an attribute, such as an email address.
    maxLength: 2048,
    description:
      'A username, a sub, or an email address, phone number or preferred username that one user has. Write `~.` and `~..` for the names `.` and `..`.',
  }),
});

/** Parameters of an operation on a group. */
export const ofGroup = Type.Object({
  pool,
  group: Type.String({ minLength: 1, maxLength: 128, description: 'The name of the group.' }),
});

/** Largest page of what the pool itself lists. */
export const mostListed = 60;

/**
 * A whole number in an address. `Type.Integer` would be converted: 1.5 and 1e9 are taken for 1.
 *
 * Source: TypeBox, `Value.Convert`.
 */
export const wholeNumber = (options: { minimum: number; maximum: number; description: string }) =>
  Type.Number({ ...options, multipleOf: 1 });

const cursor = Type.Optional(
  Type.String({ maxLength: 16_384, description: '`nextCursor` of the page before.' }),
);

/** Which page of a list. */
export const pageOf = (most: number, standard: number) => ({
  cursor,
  limit: Type.Optional(
    wholeNumber({
      minimum: 1,
      maximum: most,
      description: `Most items of a page; ${standard} unless said. A page may be shorter while more follow.`,
    }),
  ),
});

/** What every text that is looked for or stored keeps to: PostgreSQL has no NUL in its texts. */
export const withoutNul = { pattern: '^[^\\u0000]*$' } as const;
