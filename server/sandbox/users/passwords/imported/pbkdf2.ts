import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { checkDigest, checkParameter, fromBase64, type HashFormat, malformed } from './format.ts';

const compute = promisify(pbkdf2);

/**
 * `$pbkdf2-sha256$600000$salt$digest`, at most that number of iterations. passlib, where the format comes from, writes `.`
 * for the `+` of base64; both are read. Node.js computes it in its thread pool (RFC 8018).
 * Source: developer guide, "Supported password hashing algorithms".
 */
export const pbkdf2Format: HashFormat = {
  read(text) {
    const [, recipe, digest] = /^(\$pbkdf2-sha256\$.*\$)([A-Za-z0-9+/.]+)$/.exec(text) ?? [];
    if (recipe === undefined || digest === undefined) throw malformed();
    checkParameter('the number of iterations', readRecipe(recipe).iterations, 1, 600_000);
    return { recipe, digest: checkDigest(decode(digest)) };
  },
  derive(recipe, password, digestBytes) {
    const { iterations, salt } = readRecipe(recipe);
    return compute(password, salt, iterations, digestBytes, 'sha256');
  },
};

function readRecipe(recipe: string): { iterations: number; salt: Buffer } {
  const [, iterations, salt] = /^\$pbkdf2-sha256\$(\d+)\$([A-Za-z0-9+/.]+)\$$/.exec(recipe) ?? [];
  if (salt === undefined) throw malformed();
  return { iterations: Number(iterations), salt: decode(salt) };
}

function decode(text: string): Buffer {
  return fromBase64(text.replaceAll('.', '+'));
}
