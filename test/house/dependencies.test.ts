import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './files.ts';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

function readJson(name: string) {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}

/** Licences under which a package may be part of what users of Poolkeeper install. */
const permitted = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-0-Clause', // How htmx.org spells 0BSD.
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
]);

/** Judges an SPDX expression: one of several joined by OR is enough, all joined by AND count. */
function isPermitted(expression: string): boolean {
  const alternatives = expression.replaceAll(/[()]/g, '').split(/\s+OR\s+/);
  return alternatives.some((each) => each.split(/\s+AND\s+/).every((id) => permitted.has(id)));
}

function badLicences(packages: Readonly<Record<string, LockedPackage>>): readonly string[] {
  return Object.entries(packages)
    .filter(([path, { dev, link }]) => path !== '' && dev !== true && link !== true)
    .filter(([, { license }]) => license === undefined || !isPermitted(license))
    .map(([path, { license }]) => `${path}: ${license ?? 'no licence'}`);
}

function unpinned(dependencies: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(dependencies)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name}@${version}`);
}

function unchecked(packages: Readonly<Record<string, LockedPackage>>): readonly string[] {
  return (
    Object.entries(packages)
      // A workspace is this repository's own: a folder, and a link to it.
      .filter(([path, { link }]) => path.startsWith('node_modules/') && link !== true)
      .filter(
        ([, { integrity, resolved = 'https://registry.npmjs.org/' }]) =>
          integrity === undefined || !resolved.startsWith('https://registry.npmjs.org/'),
      )
      .map(([path]) => path)
  );
}

describe('The dependencies', () => {
  const { dependencies, devDependencies } = readJson('package.json');
  const { packages } = readJson('package-lock.json');

  it('have exact versions', () => {
    expect(unpinned({ ...dependencies, ...devDependencies })).toEqual([]);
  });

  it('come from the public registry, with checksums', () => {
    expect(unchecked(packages)).toEqual([]);
  });

  it('may be passed on with Poolkeeper', () => {
    expect(badLicences(packages)).toEqual([]);
  });
});

describe('The check of dependencies', () => {
  it('objects to licences that are not permitted, or not known', () => {
    const packages = {
      '': { license: 'none' },
      'node_modules/a': { license: 'GPL-3.0-only' },
      'node_modules/b': { license: 'MIT AND GPL-3.0-only' },
      'node_modules/c': {},
      'node_modules/d': { license: '(MIT OR GPL-3.0-only)' },
      'node_modules/e': { license: 'GPL-3.0-only', dev: true },
    };
    expect(badLicences(packages)).toEqual([
      'node_modules/a: GPL-3.0-only',
      'node_modules/b: MIT AND GPL-3.0-only',
      'node_modules/c: no licence',
    ]);
  });

  it('objects to ranges and to what does not come from a registry', () => {
    const versions = { a: '^1.0.0', b: 'github:x/y', c: '1.0.0', d: '1.0.0-beta.1' };
    expect(unpinned(versions)).toEqual(['a@^1.0.0', 'b@github:x/y']);
  });

  it('objects to packages from elsewhere and without a checksum', () => {
    const packages = {
      'node_modules/a': { integrity: 'sha512-x', resolved: 'https://example.com/a.tgz' },
      'node_modules/b': {},
      'node_modules/c': { integrity: 'sha512-x' },
    };
    expect(unchecked(packages)).toEqual(['node_modules/a', 'node_modules/b']);
  });
});
