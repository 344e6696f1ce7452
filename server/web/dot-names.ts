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

/** Parameters of routes that are names of users and groups. */
const names = ['name', 'username', 'group'];

/** Gives routes with such a parameter the name that `nameToSegment` wrote. */
export const dotNames = fp(
  async (app) => {
    app.addHook('onRequest', async ({ params }) => {
      if (!isRecord(params)) return;
      for (const name of names) {
        const segment = params[name];
        if (typeof segment === 'string') params[name] = nameOfSegment(segment);
      }
    });
  },
  { name: 'dot-names' },
);

function isRecord(params: unknown): params is Record<string, unknown> {
  return typeof params === 'object' && params !== null;
}
