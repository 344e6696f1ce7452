import { describe, expect, it } from 'vitest';
import { apiForTests } from '../helpers/api.ts';

const app = 'https://tools.example.com';
const other = 'https://second.example.com:8443';
const api = apiForTests({ environment: { API_ORIGINS: `${app}, ${other}/` } });

const limits = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];

const corsOf = (headers: Headers) =>
  [...headers].filter(([name]) => name.startsWith('access-control-')).map(([name]) => name);

/** What a browser asks before it sends a request with a token. */
const preflight = (path: string, origin: string) =>
  fetch(`${api().running.url}${path}`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,idempotency-key,if-match',
    },
  });

describe('CORS of the admin API', () => {
  it.each([app, other])('answers the preflight of %s', async (origin) => {
    for (const path of ['/api/v1/pools/sandbox/users', '/api/v1/nowhere']) {
      const { status, headers } = await preflight(path, origin);
      expect(status).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('access-control-allow-methods')).toContain('POST');
      expect(headers.get('access-control-allow-headers')?.split(', ')).toEqual(
        expect.arrayContaining(['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match']),
      );
      expect(headers.has('access-control-allow-credentials')).toBe(false);
      expect(headers.get('vary')).toMatch(/Origin/);
    }
  });

  it('lets a page of a configured origin read answers, problems and their headers', async () => {
    const headers = { origin: app };
    const found = await api().ofPool('GET', '/users', { headers });
    const refused = await api().ofPool('GET', '/users', { headers, as: { token: '' } });
    const forged = await api().ofPool('GET', '/users', { headers, as: { token: 'a.b.c' } });
    const missing = await api().call('GET', '/nowhere', { headers });
    expect([found, refused, forged, missing].map(({ status }) => status)).toEqual([
      200, 401, 401, 404,
    ]);
    for (const reply of [found, refused, forged, missing]) {
      expect(reply.headers.get('access-control-allow-origin')).toBe(app);
      expect(reply.headers.get('access-control-expose-headers')?.split(', ')).toEqual(
        expect.arrayContaining(['ETag', 'Link', 'Location', ...limits, 'Retry-After']),
      );
      expect(reply.headers.has('access-control-allow-credentials')).toBe(false);
    }
  });

  it('says nothing to any other origin, and never *', async () => {
    const others = [
      'https://evil.example',
      'null',
      '*',
      `${app}.evil.example`,
      `${app}:443`,
      `${app}/`,
      'http://tools.example.com',
      'https://TOOLS.example.com',
      `${app}, ${other}`,
    ];
    for (const origin of others) {
      const asked = await preflight('/api/v1/pools', origin);
      expect([origin, asked.status, corsOf(asked.headers)]).toEqual([origin, 204, []]);
      const read = await api().ofPool('GET', '/users', { headers: { origin } });
      expect([origin, read.status, corsOf(read.headers)]).toEqual([origin, 200, []]);
      expect(read.headers.get('vary')).toMatch(/Origin/);
    }
  });

  it('is for the API alone', async () => {
    const reply = await api().running.client().get('/sign-in', { origin: app });
    expect([reply.status, corsOf(reply.headers)]).toEqual([200, []]);
  });
});
