import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file that browsers may fetch, under a name of its own. */
type AssetFile = { readonly folder: string; readonly file: string };

export type Assets = {
  /** Hash over all files; part of every URL, so that a browser may keep what it has for good. */
  readonly version: string;
  /** By public name, `styles/theme.css`. Nothing else is served. */
  readonly files: ReadonlyMap<string, AssetFile>;
  /** The path of an asset, `/assets/3f2a.../styles/theme.css`. Throws for a name that is not served. */
  url(name: string): string;
};

/**
 * Files of installed packages that pages use, by the name they are served under: as deep as our own
 * style sheets, since an image that those name in a variable may be looked for from here.
 */
const vendored = {
  'libraries/htmx.js': 'htmx.org/dist/htmx.min.js',
  'libraries/tabler.css': '@tabler/core/dist/css/tabler.min.css',
} as const;

const staticFolder = fileURLToPath(new URL('../../../static/', import.meta.url));

/**
 * Lists and hashes everything the console serves as a file: the static folder and the
 * vendored libraries. One version for all, so that a style sheet can name an image by its path.
 * Throws when a library's file is missing.
 */
export function readAssets(folder: string = staticFolder): Assets {
  const require = createRequire(import.meta.url);
  const files = new Map<string, AssetFile>();
  for (const name of namesIn(folder)) files.set(name, { folder, file: name });
  for (const [name, specifier] of Object.entries(vendored)) {
    const path = require.resolve(specifier);
    files.set(name, { folder: dirname(path), file: basename(path) });
  }

  const hash = createHash('sha256');
  for (const [name, { folder, file }] of files) {
    hash.update(`${name}\0`).update(readFileSync(join(folder, file)));
  }
  const version = hash.digest('hex').slice(0, 16);

  const url = (name: string): string => {
    if (!files.has(name)) throw new Error(`No asset is named ${name}.`);
    return `/assets/${version}/${name}`;
  };
  return { version, files, url };
}

/** The files in a folder and in the folders in it, by their paths as they stand in a URL. */
function namesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, '/'))
    .sort();
}
