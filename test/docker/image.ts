import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, linkSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { type Instruction, parseCopy, type Stage } from './dockerfile.ts';

/** Stands in for the image's user `node`; when root, an id that owns nothing on this machine. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** What a build leaves behind. */
export interface Image {
  /** Absolute path of the folder that stands in for the container's `/`. */
  readonly root: string;
  /** The folder, as the container sees it, in which commands run. */
  readonly workingDirectory: string;
  /** Replaces the container's paths in a text (`/data/x` becomes `<root>/data/x`). */
  readonly place: (text: string) => string;
}

const context = join(import.meta.dirname, '../..');
const plain = new Set(['ENV', 'USER', 'EXPOSE', 'HEALTHCHECK', 'CMD', 'VOLUME']);

/**
 * The unprivileged account that the console runs under: nobody's id when this process is root,
 * its own account otherwise.
 */
export function unprivilegedAccount(): Account {
  const uid = process.getuid?.() ?? 0;
  return uid === 0 ? { uid: 61_234, gid: 61_234 } : { uid, gid: process.getgid?.() ?? uid };
}

/** A new temporary folder that every account may enter; the caller removes it. */
export function openFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'poolkeeper-image-'));
  chmodSync(folder, 0o755);
  return folder;
}

/**
 * Carries out the steps of a Dockerfile in a temporary folder, each stage in a folder of its own,
 * without an engine: COPY copies, RUN runs. The base image's Node is this process's own.
 *
 * @param stages the Dockerfile's stages
 * @param folder what `openFolder` made
 * @param account takes the place of the image's user `node`
 * @returns the last stage
 * @throws Error for an instruction that this cannot carry out
 */
export function buildImage(stages: readonly Stage[], folder: string, account: Account): Image {
  const images = new Map<string, Image>();
  for (const { name, instructions } of stages) {
    let image = emptyImage(join(folder, name));
    for (const each of instructions) image = carryOut(each, image, images, account);
    images.set(name, image);
  }
  const last = images.get(stages.at(-1)?.name ?? '');
  if (last === undefined) throw new Error('The Dockerfile has no stage.');
  return last;
}

function emptyImage(root: string): Image {
  const program = join(root, 'bin', 'node');
  mkdirSync(dirname(program), { recursive: true });
  try {
    linkSync(realpathSync(process.execPath), program);
  } catch {
    cpSync(realpathSync(process.execPath), program); // Another file system.
  }
  const place = (text: string) => text.replaceAll(/(?<=^|[\s=:])\/(?=app\b|data\b)/g, `${root}/`);
  return { root, workingDirectory: '/', place };
}

function carryOut(
  { keyword, rest }: Instruction,
  image: Image,
  images: ReadonlyMap<string, Image>,
  account: Account,
): Image {
  const directory = join(image.root, image.workingDirectory);
  if (keyword === 'WORKDIR') {
    mkdirSync(join(image.root, rest), { recursive: true });
    return { ...image, workingDirectory: rest };
  }
  if (keyword === 'RUN') {
    const command = image.place(rest).replaceAll('node:node', `${account.uid}:${account.gid}`);
    const path = `${join(image.root, 'bin')}:${process.env.PATH}`;
    const env = { ...process.env, PATH: path, npm_config_prefer_offline: 'true' };
    execFileSync('/bin/sh', ['-c', command], { cwd: directory, env, stdio: 'pipe' });
    return image;
  }
  if (keyword === 'COPY') {
    const { from, sources, destination } = parseCopy(rest);
    const origin = from === undefined ? context : images.get(from)?.root;
    if (origin === undefined) throw new Error(`COPY from an unknown stage: ${from}`);
    for (const source of sources) {
      const target = resolve(directory, destination);
      const isInto = destination.endsWith('/');
      cpSync(join(origin, source), isInto ? join(target, basename(source)) : target, {
        recursive: true,
        verbatimSymlinks: true,
      });
    }
    return image;
  }
  if (!plain.has(keyword)) throw new Error(`Not understood: ${keyword} ${rest}`);
  return image;
}
