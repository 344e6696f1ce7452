import { isEmulator } from '../cognito/emulator.ts';
import type { SignInPool } from '../config/pools.ts';

/**
 * The issuer that the pool writes into its tokens: one of Cognito's two forms. The pool's discovery
 * document tells which; when it cannot be read, the older form is assumed.
 *
 * Source: Cognito developer guide, "Identity provider and relying party endpoints".
 */
export async function findIssuer(pool: SignInPool): Promise<string> {
  const { userPoolId, region } = pool;
  const older = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  const newer = `https://issuer-cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  const base = isEmulator(pool) ? `${pool.endpoint.replace(/\/$/, '')}/${userPoolId}` : older;
  try {
    const reply = await fetch(`${base}/.well-known/openid-configuration`, {
      redirect: 'error',
      signal: AbortSignal.timeout(5000),
    });
    const document: unknown = await reply.json();
    return issuerIn(document) === newer ? newer : older;
  } catch {
    return older;
  }
}

function issuerIn(document: unknown): unknown {
  return typeof document === 'object' && document !== null && 'issuer' in document
    ? document.issuer
    : undefined;
}
