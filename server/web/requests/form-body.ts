import { Type } from '@sinclair/typebox';

/**
 * Whatever a form posts: text by name, several under one name at most. What an action makes of it
 * is its own schema's affair, which answers with messages beside the fields.
 */
export const formBody = Type.Record(
  Type.String(),
  Type.Union([Type.String(), Type.Array(Type.String())]),
);
