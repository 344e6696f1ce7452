import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import type { VerificationRun } from '../../audit/chain/runs.ts';
import { describeTampering, summarise } from '../../audit/chain/words.ts';
import { hasPassed } from '../../clock.ts';
import { operatorOf } from '../../operators/operator.ts';
import { ref } from '../answers.ts';
import { ofPool } from '../parameters.ts';
import type { ApiServices } from '../services.ts';

const ChainEnd = Type.Object({ number: Type.Integer(), hash: Type.String() });

/** What a verification found, as programs read it. */
export const Verification = Type.Object(
  {
    isWhole: Type.Boolean({ description: 'Whether every hash is right and nothing is missing.' }),
    summary: Type.String({ description: 'The same in words.' }),
    rows: Type.Integer({ description: 'How many rows were looked at.' }),
    head: Type.Composite([ChainEnd], {
      description: 'The last row; compare its hash with one noted elsewhere.',
    }),
    findings: Type.Array(
      Type.Object({
        kind: Type.String({
          description: '`changed`, `removed`, `inserted`, `cut-unsigned` or `cut-unexplained`.',
        }),
        first: Type.Integer({ description: 'Number of the first row that it concerns.' }),
        last: Type.Integer(),
        description: Type.String(),
      }),
      { description: 'What was changed behind the back of the console, at most 100.' },
    ),
    startedAt: Type.String({ format: 'date-time' }),
    endedAt: Type.String({ format: 'date-time' }),
  },
  { $id: 'AuditVerification', description: 'What a verification of the audit found.' },
);

const Progress = Type.Object({
  rows: Type.Integer({ description: 'How many rows were looked at so far.' }),
  of: Type.Integer({ description: 'How many there are.' }),
});

/** Seconds after which the same request is worth sending again. */
const retryAfter = 2;

/** Milliseconds for which a result waits for the caller who started it. */
const keptFor = 10 * 60_000;

/** Computes every hash of the audit again. A long verification is asked for again until it has ended. */
export const auditVerificationRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (
  app,
  { pools, verifications, now },
) => {
  /** Verifications that were not answered yet, by the sub of the operator. */
  const awaited = new Map<string, VerificationRun>();

  const runFor = (sub: string): VerificationRun => {
    const run = awaited.get(sub);
    return run !== undefined && !isStale(run, now()) ? run : verifications.begin();
  };

  app.get(
    '/pools/:pool/audit/verification',
    {
      config: { permission: 'audit:read', problems: ['pool_not_found'] },
      schema: {
        tags: ['Audit'],
        operationId: 'verifyAudit',
        summary: 'Verify the audit',
        description:
          'Computes every hash again. 202 with `Retry-After` while it takes: send the same request again, to the same process, until it answers 200.',
        params: ofPool,
        response: { 200: ref(Verification), 202: Progress },
      },
    },
    async (request, reply) => {
      pools.get(request.params.pool);
      const { sub } = operatorOf(request);
      const run = runFor(sub);
      awaited.delete(sub);
      await run.isShown;
      const result = run.result();
      if (result === undefined) {
        awaited.set(sub, run);
        return reply.code(202).header('Retry-After', String(retryAfter)).send(run.progress());
      }
      const { verification, endedAt } = result;
      const { rows, head, tampering } = verification;
      return {
        isWhole: tampering.length === 0,
        summary: summarise(verification),
        rows,
        head,
        findings: tampering.map((one) => ({ ...one, description: describeTampering(one) })),
        startedAt: run.startedAt.toISOString(),
        endedAt: endedAt.toISOString(),
      };
    },
  );
};

/** Whether it ended so long ago that its caller will hardly come back; one that failed is not kept. */
function isStale(run: VerificationRun, now: Date): boolean {
  try {
    const result = run.result();
    return result !== undefined && hasPassed(result.endedAt.getTime(), keptFor, now.getTime());
  } catch {
    return true;
  }
}
