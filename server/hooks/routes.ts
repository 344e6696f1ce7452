import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { Value } from '@sinclair/typebox/value';
import { notFound, PoolkeeperError } from '../errors.ts';
import type { Pools } from '../pools.ts';
import type { HookDeliveries } from './delivery-store.ts';
import { isSigned, tolerance } from './signature.ts';

type Services = {
  readonly pools: Pools;
  readonly deliveries: HookDeliveries;
  /** Undefined: no notices are accepted. */
  readonly secret: string | undefined;
  readonly now: () => Date;
};

const mostBytes = 64 * 1024;

const notice = Type.Object({
  /** Usernames or subs. */
  users: Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { minItems: 1, maxItems: 100 }),
});

/** Notices of what changed in a pool, signed by who sends them. */
export const hookRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const { pools, deliveries, secret, now } = services;
  // The signature is over the bytes as they came.
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  // Who sends notices is a program, whatever it says that it reads.
  app.addHook('onRequest', async (request) => {
    request.headers.accept = 'application/json';
  });

  app.post(
    '/hooks/pools/:pool',
    {
      config: { permission: 'public' },
      bodyLimit: mostBytes,
      schema: { params: Type.Object({ pool: Type.String() }) },
    },
    async (request, reply) => {
      if (secret === undefined) {
        throw notFound('hooks_off', 'This console accepts no notices: HOOK_SECRET is not set.');
      }
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const header = (name: string): string => {
        const value = request.headers[name];
        return typeof value === 'string' && value.length <= 1024 ? value : '';
      };
      const signed = {
        path: hookPath(request.params.pool),
        id: header('webhook-id'),
        timestamp: header('webhook-timestamp'),
        body,
      };
      if (!isSigned(secret, signed, header('webhook-signature'), now())) {
        throw new PoolkeeperError({
          code: 'bad_signature',
          status: 401,
          publicMessage:
            'This notice is not signed for this pool with the right secret, or too old.',
        });
      }
      const pool = pools.get(request.params.pool);
      const users = readNotice(body);
      const time = now().getTime();
      // Ids are of one pool: the same notice may be meant for several.
      const id = `${pool.alias}/${signed.id}`;
      let isNew = !(await deliveries.has(id));
      if (isNew) {
        // Queued before it is remembered: a sender who got no answer sends it again.
        await pool.directory.readSoon(users);
        isNew = await deliveries.add(id, time + 2 * tolerance * 1000, time);
      }
      return reply.code(202).send({ accepted: isNew ? users.length : 0, repeated: !isNew });
    },
  );
};

function hookPath(alias: string): string {
  return `/hooks/pools/${alias}`;
}

function readNotice(body: Buffer): readonly string[] {
  const parsed = parse(body);
  if (Value.Check(notice, parsed)) return [...new Set(parsed.users)];
  throw new PoolkeeperError({
    code: 'bad_notice',
    status: 422,
    publicMessage: 'A notice is {"users": [...]} with 1 to 100 usernames or subs.',
  });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
