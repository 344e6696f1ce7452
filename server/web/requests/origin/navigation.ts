import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * True when a page of this console led here: by a link, a form, a redirect or a script of its own.
     * False for what another site, a bookmark or a message opened, and when the browser does not say.
     */
    readonly isFromHere: boolean;
  }
}

/**
 * Says of a visit whether a page of this console led to it, so that what its address carries may fill in
 * a form.
 *
 * Source: Fetch Metadata Request Headers (W3C); older browsers name the page in Referer.
 */
export const navigation = fp(
  async (app: FastifyInstance, { publicOrigin }: { publicOrigin: () => string }) => {
    app.decorateRequest('isFromHere', {
      getter(this: FastifyRequest) {
        const site = this.headers['sec-fetch-site'];
        if (site !== undefined) return site === 'same-origin';
        const { referer = '' } = this.headers;
        return URL.canParse(referer) && new URL(referer).origin === publicOrigin();
      },
    });
  },
  { name: 'navigation' },
);
