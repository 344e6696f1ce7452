import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { bannerOf } from '../../server/events/pages/banner.ts';
import { settingsStreamId } from '../../server/events/receiver.ts';
import { appendLines } from '../../server/events/stream/append-lines.ts';
import { eachDatabase } from '../helpers/each-database.ts';
import { caughtUp, eventWorld } from './world.ts';

const run = promisify(execFile);

async function folderForTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-stream-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const linesOf = async (file: string) =>
  (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

eachDatabase((open, name) => {
  describe(`The audit as lines in a file, on ${name}`, () => {
    it('is private, one object a line, and continues after a restart without loss', async () => {
      const { database } = await open();
      const file = join(await folderForTest(), 'audit.jsonl');
      const settings = { stream: { file } };
      const first = await eventWorld(database, { settings });
      const odd = 'a"\r\n\u2028b\u2029\ud800';
      await first.happens('user.disable', { target: { kind: 'user', name: odd, sub: '' } });
      await caughtUp(first, settingsStreamId);
      await first.events.stop();
      // What happens meanwhile.
      await first.happens('user.enable');
      const second = await eventWorld(database, { settings });
      await second.happens('user.delete');
      await caughtUp(second, settingsStreamId);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(4);
      const lines = await linesOf(file);
      expect(lines.map(({ type }) => type)).toEqual(['user.disable', 'user.enable', 'user.delete']);
      expect(lines[0].data.target).toBe(odd.toWellFormed());
      expect(lines[0]).toMatchObject({
        id: expect.stringMatching(/^evt_1_[\da-f]{16}$/),
        timestamp: expect.any(String),
        data: { number: 1, action: 'user.disable' },
      });
    });

    it('goes to a new file when the present one was moved', async () => {
      const { database } = await open();
      const folder = await folderForTest();
      const file = join(folder, 'audit.jsonl');
      const world = await eventWorld(database, { settings: { stream: { file } } });
      await world.happens('user.disable');
      await caughtUp(world, settingsStreamId);
      await rename(file, `${file}.1`);
      await world.happens('user.enable');
      await caughtUp(world, settingsStreamId);
      expect((await readdir(folder)).sort()).toEqual(['audit.jsonl', 'audit.jsonl.1']);
      expect((await linesOf(file)).map(({ type }) => type)).toEqual(['user.enable']);
    });

    it('is tried again for as long as the disk is full, and administrators see it', async () => {
      const { database } = await open();
      const file = join(await folderForTest(), 'audit.jsonl');
      // Whatever is written there answers that no space is left.
      await symlink('/dev/full', file);
      const world = await eventWorld(database, { settings: { stream: { file } } });
      await world.happens('user.disable');
      const failing = await world.until(settingsStreamId, ({ attempts }) => attempts === 1);
      expect(failing.lastProblem).toBe('The lines could not be written (ENOSPC).');
      world.clock.ahead += 4 * 86_400_000;
      const still = await world.until(settingsStreamId, ({ attempts }) => attempts === 2);
      expect(still.state).toBe('active');
      const operator = {
        sub: 'sub-1',
        username: 'admin',
        displayName: 'admin',
        role: 'admin',
        sessionId: '',
        signedInAt: new Date(),
      } as const;
      const now = new Date(Date.now() + world.clock.ahead);
      await vi.waitFor(() =>
        expect(bannerOf(operator, world.events.known(), now)?.text).toBe(
          'The audit stream AUDIT_STREAM has been failing for more than an hour.',
        ),
      );
      await rm(file);
      world.clock.ahead += 7_200_000;
      await caughtUp(world, settingsStreamId);
      expect((await linesOf(file)).map(({ type }) => type)).toEqual(['user.disable']);
    });
  });

  it(`The audit on standard output waits for its reader, on ${name}`, async () => {
    const { database } = await open();
    const written: string[] = [];
    let isBroken = true;
    const writeOut = async (text: string): Promise<void> => {
      if (isBroken) throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
      written.push(text);
    };
    const world = await eventWorld(database, {
      settings: { stream: 'stdout' },
      sources: { writeOut },
    });
    for (let count = 0; count < 1200; count += 1) await world.happens('user.disable');
    const failing = await world.until(settingsStreamId, ({ attempts }) => attempts > 0);
    expect(failing.lastProblem).toBe('The lines could not be written (EPIPE).');
    isBroken = false;
    world.clock.ahead += 7_200_000;
    await caughtUp(world, settingsStreamId);
    const ids = written
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    expect(ids).toHaveLength(1200);
    expect(new Set(ids).size).toBe(1200);
  });
});

describe('Lines that are appended', () => {
  it('stay whole behind what a crash has cut off', async () => {
    const file = join(await folderForTest(), 'lines');
    await writeFile(file, '{"a":1}\n{"b"', { mode: 0o644 });
    await appendLines(file, '{"c":3}\n');
    await appendLines(file, '{"d":4}\n');
    expect(await readFile(file, 'utf8')).toBe('{"a":1}\n{"b"\n{"c":3}\n{"d":4}\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('are taken back where only a part could be written', async () => {
    const file = join(await folderForTest(), 'lines');
    const module = fileURLToPath(
      new URL('../../server/events/stream/append-lines.ts', import.meta.url),
    );
    const script = `
      import { appendLines } from ${JSON.stringify(module)};
      process.on('SIGXFSZ', () => undefined);
      await appendLines(${JSON.stringify(file)}, 'first\\n');
      const error = await appendLines(${JSON.stringify(file)}, 'x'.repeat(20_000) + '\\n').catch((error) => error);
      process.stdout.write(String(error.code));`;
    // Files of this process end at 8 KB.
    const command = 'ulimit -f 8; exec "$0" --input-type=module -e "$1"';
    const { stdout } = await run('bash', ['-c', command, process.execPath, script]);
    expect(stdout).toBe('EFBIG');
    expect(await readFile(file, 'utf8')).toBe('first\n');
  });
});
