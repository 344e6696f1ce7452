/**
 * In this repository the package is its sources, which need no build. What is published is what `tsc`
 * made of them: before packing, package.json is pointed there, and afterwards back (`--undo`).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, 'package.json');
const manifest: { exports: Record<string, unknown> } = JSON.parse(readFileSync(path, 'utf8'));
const isUndone = process.argv.includes('--undo');

function pointed(name: string): unknown {
  const entry = name === '.' ? 'index' : `${name.slice(2)}/index`;
  if (isUndone) return `./src/${entry}.ts`;
  return { types: `./dist/${entry}.d.ts`, default: `./dist/${entry}.js` };
}

for (const name of Object.keys(manifest.exports)) manifest.exports[name] = pointed(name);
writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
