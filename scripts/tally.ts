/** The part of vitest's JSON report that is counted here (https://vitest.dev/guide/reporters). */
export interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** How many tests passed, failed, and did not run. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly notRun: number;
}

/**
 * Counts the results of a vitest run.
 *
 * Vitest's own totals leave out three kinds of trouble, which count as one failure each here:
 * a file that could not be loaded, a failed hook (its tests are reported as skipped), and a run
 * that ended badly although every test passed (an unhandled error, a crashed worker).
 *
 * @param report the JSON report, or undefined when vitest wrote none
 * @param exitCode what the vitest process exited with
 */
export function tallyVitest(report: VitestReport | undefined, exitCode: number): Tally {
  let passed = 0;
  let failed = 0;
  let notRun = 0;
  for (const file of report?.testResults ?? []) {
    const failuresBefore = failed;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed += 1;
      else if (test.status === 'failed') failed += 1;
      else notRun += 1;
    }
    if (file.status === 'failed' && failed === failuresBefore) failed += 1;
  }
  if (failed === 0 && exitCode !== 0) failed = 1;
  return { passed, failed, notRun };
}

/**
 * Adds up tallies.
 *
 * @param tallies any number of them
 * @returns their sum; all zero for none
 */
export function addTallies(tallies: readonly Tally[]): Tally {
  const total = { passed: 0, failed: 0, notRun: 0 };
  for (const { passed, failed, notRun } of tallies) {
    total.passed += passed;
    total.failed += failed;
    total.notRun += notRun;
  }
  return total;
}
