import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureSignIns } from './accounts/sign-ins.ts';
import { measureTokenChecks } from './accounts/token-checks.ts';
import type { Bench } from './bench.ts';

/** The account API beside the bare SDK, and the checks of tokens by the plugin. */
export const accountsBench: Bench = {
  name: 'accounts',
  async run(print) {
    const folder = await mkdtemp(join(tmpdir(), 'accounts-bench-'));
    try {
      const missed = await measureSignIns(folder, print);
      print('');
      return [...missed, ...(await measureTokenChecks(print))];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
