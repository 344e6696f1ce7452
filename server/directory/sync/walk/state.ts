import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

const walkState = Type.Object({
  startedAt: Type.Number(),
  /** What is walked at the moment. */
  part: Type.Union([Type.Literal('users'), Type.Literal('groups')]),
  usersSeen: Type.Number(),
  /** The pieces that the users are walked in: of subs that begin so; empty text for all. */
  pieces: Type.Array(
    Type.Object({
      prefix: Type.String(),
      token: Type.Union([Type.String(), Type.Null()]),
      isDone: Type.Boolean(),
    }),
  ),
  /** Groups yet to be walked, the present one first; null before they were listed. */
  groups: Type.Union([Type.Array(Type.String()), Type.Null()]),
  groupToken: Type.Union([Type.String(), Type.Null()]),
  groupAskedAt: Type.Number(),
});

/** Where a walk is, so that another process can go on after this one was killed. */
export type WalkState = Static<typeof walkState>;
export type Piece = WalkState['pieces'][number];

export function newWalk(startedAt: number): WalkState {
  return {
    startedAt,
    part: 'users',
    usersSeen: 0,
    pieces: [],
    groups: null,
    groupToken: null,
    groupAskedAt: 0,
  };
}

/** The walk that was stored; undefined when there is none, or one of another version. */
export function parseWalk(text: string): WalkState | undefined {
  if (text === '') return undefined;
  const parsed: unknown = JSON.parse(text);
  return Value.Check(walkState, parsed) ? parsed : undefined;
}
