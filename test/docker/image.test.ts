import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Container, startContainer } from './container.ts';
import {
  environmentOf,
  instructionsOf,
  parseCommand,
  parseCopy,
  parseDockerfile,
  type Stage,
} from './dockerfile.ts';
import { buildImage, type Image, openFolder, unprivilegedAccount } from './image.ts';

const project = join(import.meta.dirname, '../..');
const stages = parseDockerfile(readFileSync(join(project, 'Dockerfile'), 'utf8'));
const account = unprivilegedAccount();

function finalStage(): Stage {
  const stage = stages.at(-1);
  if (stage === undefined) throw new Error('The Dockerfile has no stage.');
  return stage;
}

function only(keyword: string): string {
  const [rest, ...others] = instructionsOf(finalStage(), keyword);
  if (rest === undefined || others.length > 0) throw new Error(`Not exactly one ${keyword}.`);
  return rest;
}

describe('The Dockerfile', () => {
  it('installs the pinned runtime dependencies only', () => {
    const installs = stages.flatMap((stage) => instructionsOf(stage, 'RUN')).join('\n');
    expect(installs).toMatch(/^npm ci --omit=dev/m);
    expect(installs).not.toMatch(/npm (i|install)\b/);
  });

  it('runs as a user without rights', () => {
    expect(only('USER')).toBe('node');
  });

  it('starts Node as `npm start` does', () => {
    const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
    expect(parseCommand(only('CMD')).join(' ')).toBe(scripts.start);
  });

  it('keeps its state in one volume and listens on all addresses', () => {
    expect(only('VOLUME')).toBe('/data');
    expect(environmentOf(finalStage())).toMatchObject({
      HOST: '0.0.0.0',
      DATABASE_URL: 'file:/data/poolkeeper.db',
      SANDBOX_DATA: '/data/sandbox.db',
    });
  });

  it('copies only what .dockerignore lets through', () => {
    const rules = readFileSync(join(project, '.dockerignore'), 'utf8').split('\n');
    const copied = stages
      .flatMap((stage) => instructionsOf(stage, 'COPY').map(parseCopy))
      .flatMap(({ from, sources }) => (from === undefined ? sources : []));
    expect(rules).toContain('*');
    for (const source of copied) expect(rules).toContain(`!${source}`);
  });
});

describe('The image, its steps carried out without an engine', () => {
  let folder: string;
  let image: Image;
  let container: Container;
  let filesBefore: readonly string[];

  function filesOutsideData(): readonly string[] {
    const inside = readdirSync(image.root, { recursive: true, encoding: 'utf8' });
    return inside.filter((path) => !path.startsWith('data/'));
  }

  /** What the account owns on the rest of the machine; only root has an account that owns nothing. */
  function filesElsewhere(): string {
    if (process.getuid?.() !== 0) return '';
    const places = ['/tmp', '/var/tmp', '/dev/shm', '/run', '/var/lib'];
    // Another run of this test on the same machine has a folder of its own.
    const images = join(dirname(folder), 'poolkeeper-image-*');
    const args = [...places, '-uid', String(account.uid), '-not', '-path', images];
    return spawnSync('find', args, { encoding: 'utf8' }).stdout;
  }

  beforeAll(async () => {
    folder = openFolder();
    image = buildImage(stages, folder, account);
    execFileSync('chmod', ['-R', 'a-w,a+rX', join(image.root, 'app'), join(image.root, 'bin')]);
    filesBefore = filesOutsideData();
    const command = parseCommand(only('CMD'));
    const variables = { ...environmentOf(finalStage()), SANDBOX: 'yes' };
    container = await startContainer(image, command, variables, account);
  }, 900_000);

  afterAll(async () => {
    await container?.stop();
    execFileSync('chmod', ['-R', 'u+w', folder]);
    rmSync(folder, { recursive: true });
  });

  it('starts no sandbox unless it is asked for', async () => {
    const command = parseCommand(only('CMD'));
    const variables = environmentOf(finalStage());
    await expect(startContainer(image, command, variables, account)).rejects.toThrow('SANDBOX=yes');
  });

  it('answers that it is up', async () => {
    expect((await fetch(`${container.origin}/healthz`)).status).toBe(200);
  });

  it('shows the sign-in page', async () => {
    const reply = await fetch(`${container.origin}/sign-in`);
    expect(reply.status).toBe(200);
    expect(await reply.text()).toMatch(/<form[^>]*action="\/sign-in"/);
  });

  it('is healthy by its own health check, and unhealthy when nothing answers', async () => {
    const [program, ...args] = parseCommand(only('HEALTHCHECK'));
    expect(await container.run([program, ...args])).toBe(0);
    const elsewhere = ['env', 'PORT=1', program, ...args] as const;
    expect(await container.run(elsewhere)).toBe(1);
  });

  it('contains no development dependency', () => {
    const { packages } = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));
    const paths = Object.keys(packages).filter((path) => packages[path].dev === true);
    expect(paths).toContain('node_modules/vitest');
    expect(paths.filter((path) => existsSync(join(image.root, 'app', path)))).toEqual([]);
  });

  it('stops when it is told to, having written to the data folder only', async () => {
    expect(await container.stop(), container.output()).toBe(0);
    expect(readdirSync(join(image.root, 'data'))).toContain('poolkeeper.db');
    expect(readdirSync(join(image.root, 'data'))).toContain('sandbox.db');
    expect(filesOutsideData()).toEqual(filesBefore);
    expect(filesElsewhere()).toBe('');
  });
});
