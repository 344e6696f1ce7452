import bcrypt from 'bcryptjs';
import { checkParameter, type HashFormat, malformed } from './format.ts';

/**
 * `$2b$10$`, 22 characters of salt, 31 of digest, at most cost 12. bcryptjs computes in slices of 100 ms.
 * `$2x$` marks hashes of an old implementation that was wrong for characters outside of ASCII; the digest of such
 * passwords is not computed as that one did. Source: developer guide, "Supported password hashing algorithms".
 */
export const bcryptFormat: HashFormat = {
  read(text) {
    const [, recipe, cost, digest] =
      /^(\$2[abxy]\$(\d\d)\$[./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/.exec(text) ?? [];
    if (recipe === undefined || digest === undefined) throw malformed();
    checkParameter('the cost factor', Number(cost), 4, 12);
    return { recipe, digest: Buffer.from(digest, 'latin1') };
  },
  async derive(recipe, password) {
    const hash = await bcrypt.hash(password, recipe.replace(/^\$2x/, '$2y'));
    return Buffer.from(hash.slice(recipe.length), 'latin1');
  },
};
