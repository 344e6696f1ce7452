import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { Pools } from '../../pools.ts';
import { auditPath } from '../../web/paths.ts';
import { momentOf } from '../../web/rendering/moment.ts';
import type { Verification } from '../chain/verify.ts';
import { describeTampering, summarise } from '../chain/words.ts';
import type { VerificationPage } from '../views.ts';

type Services = {
  readonly pools: Pools;
  readonly verify: () => Promise<Verification>;
  readonly now: () => Date;
};

/** Computes every hash of the audit again and says what was touched. */
export const auditVerifyRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  let underWay: Promise<Verification> | undefined;
  /** One at a time, however many ask. */
  const verify = (): Promise<Verification> => {
    underWay ??= services.verify().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };

  app.get(
    '/pools/:pool/audit/verify',
    {
      config: { permission: 'audit:read' },
      schema: { params: Type.Object({ pool: Type.String() }) },
    },
    async (request, reply) => {
      const pool = services.pools.get(request.params.pool);
      const verification = await verify();
      const now = services.now();
      const context: VerificationPage = {
        isWhole: verification.tampering.length === 0,
        summary: summarise(verification),
        findings: verification.tampering.map(describeTampering),
        headNumber: verification.head.number,
        headHash: verification.head.hash,
        verifiedAt: momentOf(now, now),
        backHref: auditPath(pool.alias),
      };
      return reply.page({ title: 'Verify the audit', template: 'audit/verify', context });
    },
  );
};
