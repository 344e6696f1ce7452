import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { forbidden } from '../../../errors.ts';
import { isOwnOrigin } from './own-origin.ts';

type Options = {
  readonly publicOrigin: () => string;
  /** Other origins whose pages may send changing requests. */
  readonly allowed?: readonly string[];
};

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a changing request that another site made the browser send. A foreign Origin is refused
 * whatever else the request says. Browsers say where a request comes from in Sec-Fetch-Site; older ones
 * send Origin only. One with neither is refused unless it carries no cookie, since without one it has no
 * power.
 *
 * Source: Fetch Metadata Request Headers (W3C); OWASP CSRF prevention cheat sheet.
 */
export const crossSiteProtection = fp(
  async (app: FastifyInstance, { publicOrigin, allowed = [] }: Options) => {
    app.addHook('onRequest', async (request) => {
      if (safeMethods.has(request.method)) return;
      const { origin, cookie, host = '', 'sec-fetch-site': site } = request.headers;
      if (origin !== undefined && allowed.includes(origin)) return;
      const isOwn = origin !== undefined && isOwnOrigin(origin, host, publicOrigin());
      // A page that sends no referrer has the origin `null`.
      const isForeign = origin !== undefined && origin !== 'null' && !isOwn;
      if (!isForeign) {
        if (site === 'same-origin' || site === 'none') return;
        if (site === undefined && isOwn) return;
        if (site === undefined && origin === undefined && cookie === undefined) return;
      }
      throw forbidden(
        'cross_site_request',
        'This request came from another site and was not carried out. Open the page here and try again.',
      );
    });
  },
  { name: 'cross-site-protection' },
);
