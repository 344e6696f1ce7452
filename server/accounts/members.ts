import { Type } from '@sinclair/typebox';

/** Members of bodies that several operations have. Source of the bounds: API reference, SignUp. */
export const Username = Type.String({
  minLength: 1,
  maxLength: 128,
  description: 'The username, or what the pool lets people sign in with instead.',
  examples: ['ada'],
});

export const NewPassword = Type.String({
  minLength: 1,
  maxLength: 256,
  description: "Must meet the pool's policy.",
  examples: ['Correct-horse-1'],
});

export const Code = Type.String({
  pattern: '^\\S{1,64}$',
  description: 'The code from the message.',
  examples: ['123456'],
});

/** The schema of an answer without a body; send it with `reply.code(204).send()`. */
export const noBody = (description: string) =>
  Type.Unsafe<undefined>({ type: 'null', description });
