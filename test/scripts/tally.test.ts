import { describe, expect, it } from 'vitest';
import { addTallies, tallyVitest } from '../../scripts/tally.ts';

function file(status: string, ...tests: string[]) {
  return { status, assertionResults: tests.map((status) => ({ status })) };
}

describe('The count at the end of npm test', () => {
  it('counts each test once', () => {
    const report = {
      testResults: [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed')],
    };
    expect(tallyVitest(report, 1)).toEqual({ passed: 3, failed: 1, notRun: 0 });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const report = { testResults: [file('passed', 'passed'), file('failed')] };
    expect(tallyVitest(report, 1)).toEqual({ passed: 1, failed: 1, notRun: 0 });
  });

  it('counts a failed hook, whose tests are reported as skipped, as a failure', () => {
    const report = { testResults: [file('failed', 'skipped', 'skipped')] };
    expect(tallyVitest(report, 1)).toEqual({ passed: 0, failed: 1, notRun: 2 });
  });

  it('counts a bad end of a run whose tests all passed as a failure', () => {
    const report = { testResults: [file('passed', 'passed')] };
    expect(tallyVitest(report, 1)).toEqual({ passed: 1, failed: 1, notRun: 0 });
  });

  it('counts a run that wrote no report as a failure', () => {
    expect(tallyVitest(undefined, 1)).toEqual({ passed: 0, failed: 1, notRun: 0 });
  });

  it('adds up several checks', () => {
    const one = { passed: 1, failed: 2, notRun: 3 };
    expect(addTallies([one, one])).toEqual({ passed: 2, failed: 4, notRun: 6 });
    expect(addTallies([])).toEqual({ passed: 0, failed: 0, notRun: 0 });
  });
});
