import type { FastifyRequest } from 'fastify';
import { forbidden } from '../../../errors.ts';

/**
 * Refuses a request that another site's page made the browser send for something other than a page of
 * its own: an image, a frame, a script. Browsers that send no fetch metadata pass.
 *
 * @throws PoolkeeperError `not_a_navigation` (403)
 *
 * Source: Fetch Metadata Request Headers (W3C).
 */
export async function requireNavigation({ headers }: FastifyRequest): Promise<void> {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin') return;
  if (headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document') return;
  throw forbidden(
    'not_a_navigation',
    'This address is for signing in and only answers when a person opens it. Start at the sign-in page.',
  );
}
