import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAssets } from '../../server/web/rendering/assets.ts';
import { staticFiles } from '../../server/web/rendering/static-files.ts';

const app = fastify();
const assets = readAssets();
const declared: unknown[] = [];

beforeAll(async () => {
  // As the console does: pages are never stored, and every route says who may use it.
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('Cache-Control', 'no-store');
  });
  app.addHook('onRoute', (route) => {
    declared.push(route.config?.permission);
  });
  await app.register(staticFiles);
});
afterAll(() => app.close());

const get = (url: string) => app.inject({ url });

describe('Static files', () => {
  it('are served under their own type, to be kept for good', async () => {
    const types = { css: 'text/css', js: 'application/javascript', svg: 'image/svg+xml' };
    for (const name of assets.files.keys()) {
      const reply = await get(assets.url(name));
      expect([name, reply.statusCode]).toEqual([name, 200]);
      expect(reply.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      const type = Object.entries(types).find(([end]) => name.endsWith(end))?.[1];
      expect([name, String(reply.headers['content-type']).split(';')[0]]).toEqual([name, type]);
    }
  });

  it('include the libraries as their packages have them', async () => {
    const { body } = await get(assets.url('libraries/htmx.js'));
    expect(body).toBe(readFileSync('node_modules/htmx.org/dist/htmx.min.js', 'utf8'));
    expect((await get(assets.url('libraries/tabler.css'))).body).toContain('--tblr-');
  });

  it('are found wherever one of them names another', async () => {
    for (const name of assets.files.keys()) {
      if (name.startsWith('libraries/')) continue;
      const { body } = await get(assets.url(name));
      for (const [, path = ''] of body.matchAll(/(?:url\("|(?:from|import) ')([^"']+)["']/g)) {
        const file = posix.join(posix.dirname(name), path);
        expect([name, file, assets.files.has(file)]).toEqual([name, file, true]);
      }
    }
  });

  it('are served afresh under the version of an older or newer console', async () => {
    const reply = await get('/assets/0123456789abcdef/styles/theme.css');
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['cache-control']).toBe('public, max-age=0');
  });

  it('answer a browser that has them already with no body', async () => {
    const { etag } = (await get(assets.url('styles/theme.css'))).headers;
    const headers = { 'if-none-match': String(etag) };
    const reply = await app.inject({ url: assets.url('styles/theme.css'), headers });
    expect([reply.statusCode, reply.body]).toEqual([304, '']);
  });

  it.each([
    ['', 'no name'],
    ['nowhere.css', 'an unknown name'],
    ['../package.json', 'a way up'],
    ['..%2f..%2fpackage.json', 'an encoded way up'],
    ['%2e%2e/package.json', 'encoded dots'],
    ['..\\package.json', 'a way up as on Windows'],
    ['styles/theme.css/../../package.json', 'a way through a file'],
    ['node_modules/fastify/package.json', 'a package that pages do not use'],
    ['tabler.min.css', 'a file under the name it has in its package'],
    ['styles/theme.css%00.js', 'an end in the middle'],
  ])('do not include %j: %s', async (name) => {
    expect((await get(`/assets/${assets.version}/${name}`)).statusCode).toBe(404);
  });

  it.each([
    ['x', 400],
    ['..', 404],
    ['0123456789ABCDEF', 400],
    ['%2e%2e', 404],
  ])('know no version %j', async (version, status) => {
    const { statusCode } = await get(`/assets/${version}/styles/theme.css`);
    expect(statusCode).toBe(status);
  });

  it('are the only thing that anybody may fetch: each route says so', () => {
    expect(declared.length).toBeGreaterThanOrEqual(assets.files.size);
    expect(new Set(declared)).toEqual(new Set(['public']));
  });
});
