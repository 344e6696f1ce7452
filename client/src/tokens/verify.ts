import { fromBase64, utf8 } from '../text/bytes.ts';
import { type Claims, partOf, refusedToken } from './claims.ts';

type Key = {
  readonly kty: string;
  readonly n: string;
  readonly e: string;
  readonly kid?: string;
};

/** A JSON Web Key Set (RFC 7517). */
export type Jwks = { readonly keys: readonly Key[] };

export type VerifyOptions = {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly use: 'access' | 'id';
  /** So that no key is fetched. */
  readonly jwks?: Jwks | undefined;
  /** Address of a sandbox, which may also be the issuer. */
  readonly endpoint?: string | undefined;
  /** Seconds by which clocks may differ; 0 by default. */
  readonly clockTolerance?: number | undefined;
  readonly now?: (() => number) | undefined;
  readonly fetch?: typeof fetch | undefined;
};

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
/** Milliseconds in which keys are not fetched again, whatever key a token names. */
const pause = 10_000;
const fetched = new Map<string, { readonly at: number; readonly jwks: Promise<Jwks> }>();

/**
 * Verifies a token: signature (RS256 only), issuer in both formats of Cognito, app client, kind and times.
 *
 * @returns its claims
 * @throws ClientError `token_refused` (401)
 *
 * Source: Cognito developer guide, "Verifying JSON web tokens"; RFC 7519, 7.2.
 */
export async function verifyToken(token: string, options: VerifyOptions): Promise<Claims> {
  const { clientId, use, clockTolerance = 0, now = Date.now } = options;
  const [header, claims] = [partOf(token, 0), partOf(token, 1)];
  if (header.alg !== 'RS256') throw refusedToken('algorithm');
  if (!issuersOf(options).includes(String(claims.iss))) throw refusedToken('issuer');
  await verifySignature(token, await keyOf(String(header.kid), options));
  if (claims.token_use !== use) throw refusedToken('kind');
  if ((use === 'id' ? claims.aud : claims.client_id) !== clientId) throw refusedToken('client');
  const seconds = now() / 1000;
  if (!(Number(claims.exp) + clockTolerance > seconds)) throw refusedToken('expired');
  if (Number(claims.nbf ?? 0) - clockTolerance > seconds) throw refusedToken('not valid yet');
  return claims;
}

function issuersOf({ userPoolId, endpoint }: VerifyOptions): readonly string[] {
  const [region] = userPoolId.split('_');
  const hosts = ['cognito-idp', 'issuer-cognito-idp'].map(
    (name) => `https://${name}.${region}.amazonaws.com`,
  );
  const all = endpoint === undefined ? hosts : [...hosts, endpoint.replace(/\/$/, '')];
  return all.map((host) => `${host}/${userPoolId}`);
}

async function verifySignature(token: string, key: Key): Promise<void> {
  const [header, payload, signature = ''] = token.split('.');
  const imported = await crypto.subtle.importKey('jwk', key, algorithm, false, ['verify']);
  const signed = utf8(`${header}.${payload}`);
  const isGood = await crypto.subtle
    .verify(algorithm, imported, fromBase64(signature), signed)
    .catch(() => false);
  if (!isGood) throw refusedToken('signature');
}

async function keyOf(kid: string, options: VerifyOptions): Promise<Key> {
  const find = ({ keys }: Jwks): Key | undefined => keys.find((key) => key.kid === kid);
  const key = find(options.jwks ?? (await fetchKeys(options, false)));
  // Pools change their keys; an unknown one is looked for once more.
  const found = key ?? (options.jwks ? undefined : find(await fetchKeys(options, true)));
  if (found === undefined) throw refusedToken('key');
  return found;
}

async function fetchKeys(options: VerifyOptions, isRenewed: boolean): Promise<Jwks> {
  const { userPoolId, endpoint, now = Date.now } = options;
  const [region] = userPoolId.split('_');
  const host = endpoint?.replace(/\/$/, '') ?? `https://cognito-idp.${region}.amazonaws.com`;
  const address = `${host}/${userPoolId}/.well-known/jwks.json`;
  const known = fetched.get(address);
  if (known && !(isRenewed && Math.abs(now() - known.at) > pause)) return known.jwks;
  const ask = async (): Promise<Jwks> => {
    const response = await (options.fetch ?? fetch)(address);
    if (!response.ok) throw refusedToken('keys cannot be fetched');
    return JSON.parse(await response.text());
  };
  const jwks = ask();
  fetched.set(address, { at: now(), jwks });
  jwks.catch(() => fetched.delete(address));
  return jwks;
}
