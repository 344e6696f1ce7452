import { describe, expect, it } from 'vitest';
import { readFiles } from './files.ts';
import { findCircles, type Import, importsOf } from './imports.ts';
import { problemOf } from './layers.ts';

const imports = readFiles(['server', 'client'], '.ts').flatMap(importsOf);

function importing(from: string, to: string): Import {
  return { from, to, isTypeOnly: false };
}

describe('The architecture holds', () => {
  it('in every import of the server and of the client', () => {
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.map(problemOf).filter((problem) => problem !== undefined)).toEqual([]);
  });

  it('with no two files that import each other in a circle', () => {
    expect(findCircles(imports)).toEqual([]);
  });
});

describe('The check of imports', () => {
  it('finds every form of import', () => {
    const text = `import type { A } from '../a.ts';
import { b,
  c } from './b.ts';
export * from "@aws-sdk/client-x";
import './side-effect.ts';
const later = await import('../../later.ts');`;
    expect(importsOf({ path: 'server/users/x.ts', text })).toEqual([
      { from: 'server/users/x.ts', to: 'server/a.ts', isTypeOnly: true },
      { from: 'server/users/x.ts', to: 'server/users/b.ts', isTypeOnly: false },
      { from: 'server/users/x.ts', to: '@aws-sdk/client-x', isTypeOnly: false },
      { from: 'server/users/x.ts', to: 'server/users/side-effect.ts', isTypeOnly: false },
      { from: 'server/users/x.ts', to: 'later.ts', isTypeOnly: false },
    ]);
  });

  it.each([
    ['the SDK outside cognito/', 'server/users/routes.ts', '@aws-sdk/client-sts'],
    ['the SDK in the sandbox', 'server/sandbox/start.ts', '@aws-sdk/client-sts'],
    ['the sandbox from a page', 'server/users/routes.ts', 'server/sandbox/start.ts'],
    ['the inside of the sandbox from main', 'server/main.ts', 'server/sandbox/users/store.ts'],
    ['the console from the sandbox', 'server/sandbox/start.ts', 'server/config.ts'],
    ['upwards from the database', 'server/db/database.ts', 'server/audit/store.ts'],
    ['upwards from the gateway', 'server/cognito/gateway.ts', 'server/web/requests/headers.ts'],
    ['pages from the domain', 'server/actions/perform.ts', 'server/users/views.ts'],
    ['a page of the same domain folder', 'server/audit/store.ts', 'server/audit/routes.ts'],
    ['pages from web/', 'server/web/rendering/page.ts', 'server/users/views.ts'],
    ['the app from a page', 'server/users/routes.ts', 'server/app.ts'],
    ['another page feature', 'server/users/routes.ts', 'server/groups/views.ts'],
    ["another page feature's helper", 'server/users/routes.ts', 'server/groups/roles.ts'],
    ['tests from the server', 'server/app.ts', 'test/helpers/browser/chromium.ts'],
    ['the server from the client', 'client/src/index.ts', 'server/errors.ts'],
    ['the client from the server', 'server/app.ts', 'client/src/index.ts'],
    ['a package from the client', 'client/src/index.ts', 'fastify'],
    ['anything from a folder without a layer', 'server/misc/x.ts', 'server/errors.ts'],
  ])('objects to %s', (_, from, to) => {
    expect(problemOf(importing(from, to))).toContain(from);
  });

  it.each([
    ['the SDK in cognito/', 'server/cognito/gateway.ts', '@aws-sdk/client-sts'],
    ['the start of the sandbox in main', 'server/main.ts', 'server/sandbox/start.ts'],
    ['downwards', 'server/users/routes.ts', 'server/actions/perform.ts'],
    ['the same feature', 'server/users/routes.ts', 'server/users/views.ts'],
    ['action buttons on any page', 'server/users/views.ts', 'server/actions/views.ts'],
    ['packages', 'server/app.ts', 'fastify'],
    ['the client within itself', 'client/src/index.ts', 'client/src/srp/index.ts'],
  ])('allows %s', (_, from, to) => {
    expect(problemOf(importing(from, to))).toBeUndefined();
  });

  it('finds circles, but not those of types alone', () => {
    const circle = [importing('a', 'b'), importing('b', 'c'), importing('c', 'b')];
    expect(findCircles(circle)).toEqual([['b', 'c']]);
    const erased = [importing('a', 'b'), { from: 'b', to: 'a', isTypeOnly: true }];
    expect(findCircles(erased)).toEqual([]);
  });
});
