import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../house/files.ts';
import { importsOf } from '../../house/imports.ts';

/** Everything that a file loads, by paths of the project and names of packages. */
function reachableFrom(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  if (!path.endsWith('.ts')) return found;
  const text = readFileSync(join(root, path), 'utf8');
  for (const { to } of importsOf({ path, text })) reachableFrom(to, found);
  return found;
}

describe('The plugin', () => {
  it('needs nothing of the console, and only two packages beside Fastify', () => {
    const all = [...reachableFrom('server/accounts/plugin.ts')];
    const own = all.filter((path) => path.endsWith('.ts'));
    expect(own.filter((path) => !/^server\/(accounts\/plugin[./]|tokens\/)/.test(path))).toEqual(
      [],
    );
    const packages = all.filter((name) => !/\.ts$|^node:/.test(name));
    expect(new Set(packages.map((name) => name.split('/')[0]))).toEqual(
      new Set(['fastify', 'fastify-plugin', 'aws-jwt-verify']),
    );
  });
});
