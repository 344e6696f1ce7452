import { type Static, Type } from '@sinclair/typebox';
import { type AuditEntry, type AuditFailure, auditOutcomes } from '../../audit/entry.ts';
import { isUnknownOutcome } from '../../cognito/errors.ts';

const Failure = Type.Object(
  {
    code: Type.String({ description: 'Stable name of the error.' }),
    message: Type.String({ description: 'The sentence that the operator was shown.' }),
    requestId: Type.Optional(Type.String({ description: 'Of the AWS request that failed.' })),
  },
  { description: 'Why it was refused or failed; absent when it was not.' },
);

const duration = Type.Optional(
  Type.Integer({ description: 'Milliseconds; absent while it is not known.' }),
);

/** An outcome; as a parameter, any other text is refused. */
export const Outcome = Type.Union(
  auditOutcomes.map((outcome) => Type.Literal(outcome)),
  {
    description:
      '`started`: the outcome was not written yet. `unknown`: the answer was lost, and the pool does not show whether it was done.',
  },
);

/** One entry of the audit, as programs read it. */
export const AuditEntrySchema = Type.Object(
  {
    number: Type.Integer(),
    at: Type.String({ format: 'date-time', description: 'When it was begun.' }),
    operator: Type.Object(
      {
        username: Type.String({ description: 'Empty before anyone had signed in.' }),
        sub: Type.String(),
        role: Type.String({ description: 'The role at that time.' }),
        address: Type.Optional(Type.String({ description: 'Network address.' })),
        browser: Type.Optional(Type.String()),
        session: Type.Optional(Type.String()),
      },
      {
        description:
          'Who did it. `address`, `browser` and `session` only for administrators, for auditors, and in entries of the caller.',
      },
    ),
    pool: Type.String({ description: 'Alias; empty for what belongs to no pool.' }),
    action: Type.String({ description: 'For example `user.disable`.' }),
    target: Type.Object({
      kind: Type.Union([Type.Literal('user'), Type.Literal('group'), Type.Literal('pool')]),
      name: Type.String(),
      sub: Type.String({ description: 'Of a user; empty otherwise.' }),
    }),
    input: Type.Record(Type.String(), Type.Unknown(), { description: 'Without secrets.' }),
    reason: Type.String({ description: 'Empty where none was given.' }),
    outcome: Outcome,
    error: Type.Optional(Failure),
    duration,
    parts: Type.Array(
      Type.Object({
        name: Type.String(),
        outcome: Type.Union([
          Type.Literal('succeeded'),
          Type.Literal('failed'),
          Type.Literal('unknown'),
        ]),
        error: Type.Optional(Failure),
        duration: Type.Integer({ description: 'Milliseconds.' }),
      }),
      { description: 'The calls that the action consisted of, if it made several.' },
    ),
  },
  { $id: 'AuditEntry', description: 'Who did what to whom, when, why, and how it ended.' },
);

type Answer = Static<typeof AuditEntrySchema>;

/** @param hasOrigin whether the caller may see from where the operator came */
export function entryAnswer(entry: AuditEntry, hasOrigin: boolean): Answer {
  const { number, actor, pool, action, target, input, reason, outcome, duration: took } = entry;
  const { sub, username, role, address, browser, sessionId } = actor;
  const failure = {
    code: entry.errorCode,
    publicMessage: entry.errorMessage,
    requestId: entry.requestId,
  };
  return {
    number,
    at: entry.at.toISOString(),
    operator: {
      username,
      sub,
      role,
      ...(hasOrigin && { address, browser, session: sessionId }),
    },
    pool,
    action,
    target,
    input: { ...input },
    reason,
    outcome,
    ...(failure.code !== '' && { error: failureAnswer(failure) }),
    ...(took !== undefined && { duration: took }),
    parts: entry.parts.map((part) => ({
      name: part.name,
      outcome: partOutcome(part.failure),
      ...(part.failure && { error: failureAnswer(part.failure) }),
      duration: part.duration,
    })),
  };
}

function failureAnswer({ code, publicMessage, requestId }: AuditFailure): Static<typeof Failure> {
  return { code, message: publicMessage, ...(requestId && { requestId }) };
}

function partOutcome(failure: AuditFailure | undefined): Answer['parts'][number]['outcome'] {
  if (failure === undefined) return 'succeeded';
  return isUnknownOutcome(failure.code) ? 'unknown' : 'failed';
}
