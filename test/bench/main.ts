import { accountsBench } from './accounts.ts';
import { apiBench } from './api.ts';
import type { Bench } from './bench.ts';
import { bulkBench } from './bulk.ts';
import { directoryBench } from './directory.ts';
import { loadBench } from './load.ts';
import { noticesBench } from './notices.ts';
import { sandboxBench } from './sandbox.ts';

/** Every benchmark, in the order they run. */
const benches: readonly Bench[] = [
  sandboxBench,
  directoryBench,
  loadBench,
  noticesBench,
  accountsBench,
  apiBench,
  bulkBench,
];

const print = (line: string) => process.stdout.write(`${line}\n`);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  print(
    `No such benchmark: ${unknown.join(', ')}. There are: ${benches.map((b) => b.name).join(', ')}`,
  );
  process.exit(2);
}
const missed: string[] = [];
for (const bench of benches) {
  if (wanted.length > 0 && !wanted.includes(bench.name)) continue;
  print(`\n## ${bench.name}\n`);
  missed.push(...(await bench.run(print)));
}
for (const miss of missed) print(`MISSED ${miss}`);
process.exitCode = missed.length > 0 ? 1 : 0;
