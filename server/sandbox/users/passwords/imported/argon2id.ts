// As a whole: a name that an older Node.js does not export would keep everything from starting.
import crypto from 'node:crypto';
import { promisify } from 'node:util';
import {
  checkDigest,
  checkParameter,
  fromBase64,
  type HashFormat,
  malformed,
  PasswordHashError,
} from './format.ts';

const shortestSalt = 8;

/**
 * `$argon2id$v=19$m=19456,t=2,p=1$salt$digest`, with at most these parameters. Node.js computes it in its thread pool
 * (RFC 9106). In a file, the commas need backslashes.
 * Source: developer guide, "Supported password hashing algorithms".
 */
export const argon2idFormat: HashFormat = {
  read(text) {
    const [, recipe, digest] = /^(\$argon2id\$.*\$)([A-Za-z0-9+/]+)$/.exec(text) ?? [];
    if (recipe === undefined || digest === undefined) throw malformed();
    const { version, memory, passes, parallelism, nonce } = readRecipe(recipe);
    checkParameter('v', version, 19, 19);
    checkParameter('p', parallelism, 1, 1);
    checkParameter('m', memory, 8, 19_456);
    checkParameter('t', passes, 1, 2);
    if (nonce.length < shortestSalt) throw malformed();
    if (typeof crypto.argon2 !== 'function') {
      throw new PasswordHashError('Argon2 needs Node.js 24.7 or newer. Update Node.js.');
    }
    return { recipe, digest: checkDigest(fromBase64(digest)) };
  },
  derive(recipe, password, digestBytes) {
    const { version: _always19, ...parameters } = readRecipe(recipe);
    return promisify(crypto.argon2)('argon2id', {
      ...parameters,
      message: password,
      tagLength: digestBytes,
    });
  },
};

function readRecipe(recipe: string) {
  const [, version, memory, passes, parallelism, salt] =
    /^\$argon2id\$v=(\d+)\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$$/.exec(recipe) ?? [];
  if (salt === undefined) throw malformed();
  return {
    version: Number(version),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: fromBase64(salt),
  };
}
