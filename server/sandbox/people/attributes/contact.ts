import { oneOf } from '../../wire/shapes.ts';

/** An attribute that can be verified by a code. */
export const Contact = oneOf('email', 'phone_number');
