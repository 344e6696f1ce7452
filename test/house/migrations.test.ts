import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('../../server/db/migrations/', import.meta.url);

/**
 * SHA-256 of each migration, and of what they share. One that has landed is in databases: it is never
 * edited, since those would stay as they are. Write a new one, and add its line here.
 */
const landed: Readonly<Record<string, string>> = {
  '001-first-tables.ts': 'c596180672f8c26c8f319217871e7b3eb8136a9cbb5b21b625fd3781620910ff',
  '002-directory.ts': '6fdcdd456192b41f34ff71effd2e9abfd8338a9e788ce79829bf10d0381bd054',
  '003-audit-chain.ts': '80f20ebe8ac481cdd5cdb026ccbb2f0bca015ea74397729b6b00a76e3eb26b9f',
  '004-saved-views.ts': 'd7523c1ef5a40ae594753f9f9139bc05e4fb0f286146d2caacedb375e23a6bf4',
  '005-jobs.ts': '7f54634e73eb7da24b2acdd530e211cae9fc8e5f4c5d148d29e4f5906ce537e5',
  '006-sign-in-tries.ts': '4ff789a7643c63a8308dfb7f70239ed9e196efa45a15a3db7f83396a80c6183e',
  '007-directory-mfa.ts': '2ab66e7b89e44d50ea8384814cabf51f4e79601df1f73253e892f6e61f468a95',
  '008-directory-places.ts': '6766ce0d6509e22b5253db569602283a815adc19c51a2883047294d6a93d3b67',
  '009-noticed-users.ts': 'a9798e3384a6d91e866108367e5ba6eca3497598e32287cf745a6917ddfdfa06',
  '010-database-purpose.ts': 'd26d48bf075d9ea56e2fc53afb61472043071f090ca15aff086188242d170679',
  '011-audit-anchor.ts': '441dbf23938155f7e84ef143762c7ebd6273d6e54ef891b3de66871c0c790fb5',
  '012-one-schema.ts': '1005879f12f8a629e1579a62115cf16123b39b9d80620200f0c134296bf4301c',
  '013-interrupted-jobs.ts': '0e7b72c72e9ba28e6c3fbc20c864d9a815c366440200ab8a6e7a8aac675f165c',
  '014-accounts.ts': '002270cabf9a7d81912c788133db0dbe903f746598718ed7afebc95bae6bd7d6',
  '015-api-keys.ts': '7b4c2577be5627f551f27b2d23d2ce351270bf6d660c3b44ae125268af33c3b6',
  '016-idempotent-requests.ts': '4972c698f47ac2a579a9327286e8235815dd0851d9b0a7697e05a609b3aff4a3',
  '017-event-receivers.ts': 'eca3ee61eaa40c3e7b0d20098f2e7b8121c9c44355b4c9acdeba5cf42d7b59f3',
  'columns.ts': '8e2a0eb52ec2b78c03de72e1c156fff29e93c5b073230a83710093b185a31a2f',
};

it('has no migration that was edited after it landed, and knows each', () => {
  const present = readdirSync(folder)
    .filter((name) => /^\d{3}-|^columns\.ts$/.test(name))
    .map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(new URL(name, folder)))
        .digest('hex'),
    ]);
  expect(Object.fromEntries(present)).toEqual(landed);
});
