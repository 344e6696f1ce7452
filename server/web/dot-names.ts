import fp from 'fastify-plugin';

/** `.` and `..`, and what their escaped form could be mistaken for. */
const dots = /^~*\.{1,2}$/;

/**
 * A name as a segment of a path. Browsers resolve a segment `.` or `..`, percent-encoded too, before they
 * send the request, so a user or group of that name gets a `~` in front.
 *
 * Source: WHATWG URL Standard, "single-dot and double-dot URL path segment".
 */
export function nameToSegment(name: string): string {
  return encodeURIComponent(dots.test(name) ? `~${name}` : name);
}

/** The name behind a decoded segment. */
function nameOfSegment(segment: string): string {
  return segment.startsWith('~') && dots.test(segment) ? segment.slice(1) : segment;
}

/** Gives routes with the parameter `name` the name that `nameToSegment` wrote. */
export const dotNames = fp(
  async (app) => {
    app.addHook('onRequest', async ({ params }) => {
      if (typeof params !== 'object' || params === null || !('name' in params)) return;
      if (typeof params.name === 'string') params.name = nameOfSegment(params.name);
    });
  },
  { name: 'dot-names' },
);
