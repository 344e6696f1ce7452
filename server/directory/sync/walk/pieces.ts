import type { PoolGateway } from '../../../cognito/gateway.ts';
import type { Call } from '../calls.ts';
import type { Piece } from './state.ts';

const digits = [...'0123456789abcdef'];

/** A walk in one piece. */
export const whole: readonly Piece[] = [{ prefix: '', token: null, isDone: false }];

/**
 * Subs are random UUIDs, so their first digit cuts a pool into sixteen even pieces, if the pool
 * filters by it: that is tried with a user who is there. Otherwise the walk is in one piece.
 *
 * Source: ListUsers, Filter; that `sub` can be matched by prefix is not said there.
 */
export async function choosePieces(gateway: PoolGateway, call: Call): Promise<readonly Piece[]> {
  const { items, nextToken } = await call(() => gateway.listUsers({ limit: 60 }));
  if (nextToken === undefined) return whole;
  const tried = items.find(({ sub }) => /^[0-9a-f]/.test(sub))?.sub.charAt(0);
  if (tried === undefined || items.some(({ sub }) => !/^[0-9a-f]/.test(sub))) return whole;
  const filter = { attribute: 'sub', match: 'prefix', value: tried } as const;
  try {
    const found = await call(() => gateway.listUsers({ limit: 60, filter }));
    const isCut = found.items.length > 0 && found.items.every(({ sub }) => sub.startsWith(tried));
    if (!isCut) return whole;
  } catch {
    return whole;
  }
  return digits.map((prefix) => ({ prefix, token: null, isDone: false }));
}
