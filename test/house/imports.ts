import { posix } from 'node:path';
import type { ProjectFile } from './files.ts';

/** One import: from a project file, of another (`server/errors.ts`) or of a package (`fastify`). */
export interface Import {
  readonly from: string;
  readonly to: string;
  /** `import type` is erased; everything else loads the module. */
  readonly isTypeOnly: boolean;
}

const statements = [
  /^\s*(?:import|export)\s+(type\s)?[^'";]*?from\s*['"]([^'"]+)['"]/gm,
  /^\s*import\s*()['"]([^'"]+)['"]/gm,
  /\bimport\s*\(()\s*['"]([^'"]+)['"]/g,
];

/**
 * Finds what a TypeScript file imports, re-exports and loads dynamically.
 *
 * @param file a project file
 * @returns its imports; relative ones resolved to paths from the project's root
 */
export function importsOf({ path, text }: ProjectFile): readonly Import[] {
  return statements.flatMap((statement) =>
    [...text.matchAll(statement)].map(([, type, specifier = '']) => ({
      from: path,
      to: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier,
      isTypeOnly: type !== undefined && type !== '',
    })),
  );
}

/**
 * Finds files that import each other in a circle, types aside.
 *
 * @param imports of all files
 * @returns each circle once, as the paths on it
 */
export function findCircles(imports: readonly Import[]): readonly (readonly string[])[] {
  const next = new Map<string, string[]>();
  for (const { from, to, isTypeOnly } of imports) {
    if (!isTypeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const circles: string[][] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) circles.push(trail.slice(start));
    if (start >= 0 || done.has(path)) return;
    for (const target of next.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of next.keys()) walk(path, []);
  return circles;
}
