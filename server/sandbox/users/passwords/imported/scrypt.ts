import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import {
  checkDigest,
  checkParameter,
  type HashFormat,
  malformed,
  PasswordHashError,
} from './format.ts';

const compute: (
  password: string,
  salt: Buffer,
  size: number,
  options: { N: number; r: number; p: number; maxmem: number },
) => Promise<Buffer> = promisify(scrypt);

function readRecipe(recipe: string): { N: number; r: number; p: number; salt: Buffer } {
  const [, N, r, p, salt = ''] = /^(\d+)\$(\d+)\$(\d+)\$((?:[0-9a-f]{2})+)\$$/i.exec(recipe) ?? [];
  if (salt === '') throw malformed();
  return { N: Number(N), r: Number(r), p: Number(p), salt: Buffer.from(salt, 'hex') };
}

/**
 * `N$r$p$salt$digest` with both in hex, at most `65536$8$1`. Node.js computes it in its thread pool (RFC 7914).
 * Source: developer guide, "Supported password hashing algorithms".
 */
export const scryptFormat: HashFormat = {
  read(text) {
    const [, recipe, digest] = /^(.*\$)((?:[0-9a-f]{2})+)$/i.exec(text) ?? [];
    if (recipe === undefined || digest === undefined) throw malformed();
    const { N, r, p } = readRecipe(recipe);
    checkParameter('N', N, 2, 65_536);
    checkParameter('r', r, 1, 8);
    checkParameter('p', p, 1, 1);
    if (!Number.isInteger(Math.log2(N))) {
      throw new PasswordHashError('The password hash is malformed: N must be a power of two.');
    }
    return { recipe, digest: checkDigest(Buffer.from(digest, 'hex')) };
  },
  derive(recipe, password, digestBytes) {
    const { salt, ...cost } = readRecipe(recipe);
    // Twice what the function needs for its blocks, as OpenSSL counts a little beside them.
    return compute(password, salt, digestBytes, { ...cost, maxmem: 256 * cost.N * cost.r });
  },
};
