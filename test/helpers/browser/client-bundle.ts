import { gzipSync } from 'node:zlib';
import { build, type OutputFile } from 'esbuild';
import { root } from '../../house/files.ts';

export type ClientBundle = {
  /** By path, `/client.js` first. */
  readonly files: ReadonlyMap<string, string>;
  /** Bytes with gzip of all that a page loads before SRP is needed. */
  readonly size: number;
  /** Bytes with gzip of what is loaded for SRP. */
  readonly srpSize: number;
};

/**
 * Bundles the client as an application does, minified, with SRP in a file of its own.
 *
 * @param source a module beside the client's index; by default, all that the package exports
 */
export async function bundleClient(source = "export * from './index.ts';"): Promise<ClientBundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: `${root}/client/src`, sourcefile: 'page-script.ts' },
    entryNames: 'client',
    outdir: '/',
    absWorkingDir: root,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  const srpPaths = Object.entries(metafile.outputs)
    .filter(([, { entryPoint }]) => entryPoint === 'client/src/srp/index.ts')
    .map(([path]) => path.split('/').at(-1));
  const isSrp = ({ path }: OutputFile): boolean => srpPaths.includes(path.slice(1));
  return {
    files: new Map(outputFiles.map(({ path, text }) => [path, text])),
    size: sizeOf(outputFiles.filter((file) => !isSrp(file))),
    srpSize: sizeOf(outputFiles.filter(isSrp)),
  };
}

function sizeOf(files: readonly OutputFile[]): number {
  return files.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}
