import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { PoolkeeperError } from '../errors.ts';
import { looksLikeKey } from '../keys/key-format.ts';
import { KeyRefusal } from '../keys/key-refusal.ts';
import { bearerToken } from '../tokens/bearer-token.ts';
import { isMalformedAuthorization, malformedAuthorization } from './access/bearer.ts';
import { isPowerLost } from './access/power.ts';
import { createRefusedTokens, type RefusedTokens } from './access/refused-tokens.ts';
import type { Operator } from './operator.ts';
import type { OperatorServices } from './services.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * What this route posts goes to an action, which confirms its operator's power itself; so while
     * the pool is away, the form can come back with what was typed.
     */
    isConfirmedByAction?: true;
  }
  interface FastifyRequest {
    /**
     * For an answer that goes on for long: the operator as the pool knows them by now; undefined
     * once the session is over or the power gone. Keeps no session awake.
     */
    presentOperator(): Promise<Operator | undefined>;
  }
}

type Services = OperatorServices & {
  /** Whether the session cookie names the operator; `false` where programs call. */
  readonly acceptsCookies?: boolean;
  /** Whether an API key does, where an access token would. */
  readonly acceptsKeys?: boolean;
  /**
   * Counts a request once its operator is known, or is known to be missing (then `request.operator` is
   * undefined), before anything is done for it.
   *
   * @throws PoolkeeperError `too_many_requests` (429)
   */
  readonly limit?: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
};

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Sets `request.operator` from the access token or API key that a program sends, or else from the session
 * cookie, with the role that the pool gives at present, before anything else looks at the request.
 * On public routes it stays undefined, so that they work whatever becomes of the session.
 */
export const operatorSession = fp(
  async (app: FastifyInstance, services: Services) => {
    const { acceptsCookies = true, acceptsKeys = false, limit } = services;
    const { sessions, power, cookies } = services;
    const refusedTokens = createRefusedTokens(services.now);
    const { name, options } = cookies.session;

    const withPresentPower = async (
      request: FastifyRequest,
      reply: FastifyReply,
      operator: Operator,
    ): Promise<Operator> => {
      const isReading = readingMethods.has(request.method);
      const mayRead = isReading || request.routeOptions.config.isConfirmedByAction === true;
      try {
        return await (mayRead ? power.confirmToRead(operator) : power.confirm(operator));
      } catch (error) {
        if (isPowerLost(error)) {
          reply.clearCookie(name, options);
          // A session ends by this; a token comes again.
          const isBearer = bearerToken(request.headers.authorization) !== undefined;
          const counted = isBearer ? refusedTokens.sample(request.ip) : {};
          if (counted !== undefined) {
            await writeRefusal(request, services, operator, {
              action: 'access.refused',
              input: counted,
              failure: error,
            });
          }
        }
        throw error;
      }
    };

    const callerOf = async (
      request: FastifyRequest,
      reply: FastifyReply,
    ): Promise<Operator | undefined> => {
      const { authorization } = request.headers;
      if (isMalformedAuthorization(authorization)) {
        reply.header('WWW-Authenticate', 'Bearer error="invalid_request"');
        throw malformedAuthorization();
      }
      const token = bearerToken(authorization);
      if (token === undefined) {
        return acceptsCookies ? ofCookie(request, reply, services) : undefined;
      }
      const isKey = acceptsKeys && looksLikeKey(token);
      const resolve = (): Promise<Operator> =>
        isKey ? services.keys.resolve(token, request.ip) : services.resolveBearer(token);
      return ofToken(resolve, request, reply, services, refusedTokens);
    };

    app.decorateRequest('operator', undefined);
    app.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.config.permission === 'public') return;
      try {
        const operator = await callerOf(request, reply);
        if (operator) request.operator = await withPresentPower(request, reply, operator);
      } catch (error) {
        await limit?.(request, reply);
        throw error;
      }
      await limit?.(request, reply);
    });

    app.decorateRequest('presentOperator', async function (this: FastifyRequest) {
      const { operator } = this;
      if (operator === undefined) return undefined;
      const cookie = this.cookies[name];
      const isBearer = bearerToken(this.headers.authorization) !== undefined;
      if (!isBearer && !(cookie && (await sessions.isOpen(cookie)))) return undefined;
      try {
        return await power.confirmToRead(operator);
      } catch (error) {
        if (error instanceof PoolkeeperError) return undefined;
        throw error;
      }
    });
  },
  { name: 'operator-session', dependencies: ['@fastify/cookie'] },
);

async function ofToken(
  resolve: () => Promise<Operator>,
  request: FastifyRequest,
  reply: FastifyReply,
  services: OperatorServices,
  refusedTokens: RefusedTokens,
): Promise<Operator> {
  try {
    return await resolve();
  } catch (error) {
    if (!(error instanceof PoolkeeperError) || error.status >= 500) throw error;
    if (error.status === 401) reply.header('WWW-Authenticate', 'Bearer error="invalid_token"');
    const counted = refusedTokens.sample(request.ip);
    if (counted !== undefined) {
      const isKey = error instanceof KeyRefusal;
      const unknown = { sub: '', username: '', role: '', sessionId: '' };
      await writeRefusal(request, services, (isKey && error.key) || unknown, {
        action: isKey ? 'access.key-refused' : 'access.token-refused',
        input: counted,
        failure: error,
      });
    }
    throw error;
  }
}

async function ofCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  { sessions, cookies }: OperatorServices,
): Promise<Operator | undefined> {
  const { name, options } = cookies.session;
  const cookie = request.cookies[name];
  if (cookie === undefined) return undefined;
  const operator = await sessions.resolve(cookie);
  if (operator === undefined) reply.clearCookie(name, options);
  return operator;
}

/** Has in the audit what was refused before there was an operator for the request. */
async function writeRefusal(
  request: FastifyRequest,
  { audit }: OperatorServices,
  { sub, username, role, sessionId }: Pick<Operator, 'sub' | 'username' | 'sessionId'> & Role,
  { action, input = {}, failure }: Refusal,
): Promise<void> {
  const browser = request.headers['user-agent'] ?? '';
  const path = request.url.split('?', 1)[0]?.slice(0, longestPath) ?? '';
  await audit.event({
    actor: { sub, username, role, sessionId, address: request.ip, browser },
    pool: '',
    action,
    target: { kind: 'user', name: username, sub },
    input: { method: request.method, path, ...input },
    outcome: 'refused',
    failure,
  });
}

type Role = { readonly role: string };

type Refusal = {
  readonly action: 'access.refused' | 'access.token-refused' | 'access.key-refused';
  readonly input?: Readonly<Record<string, number>>;
  readonly failure: PoolkeeperError;
};

/** Longest address that is kept of a refused request, in characters. */
const longestPath = 512;
