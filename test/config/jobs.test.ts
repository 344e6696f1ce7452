import { expect, it } from 'vitest';
import { loadConfig } from '../../server/config.ts';

it('lets bulk work take half of the quotas unless told otherwise', () => {
  expect(loadConfig({}).jobs.quotaShare).toBe(0.5);
  expect(loadConfig({ JOB_QUOTA_SHARE: '0.25' }).jobs.quotaShare).toBe(0.25);
});

it.each(['0', '1.5', '-1', 'half'])('refuses a share of %s', (JOB_QUOTA_SHARE) => {
  expect(() => loadConfig({ JOB_QUOTA_SHARE })).toThrow('JOB_QUOTA_SHARE must be');
});

it('takes the longest absence of a process in minutes', () => {
  expect(loadConfig({}).jobs.longestAbsence).toBe(3_600_000);
  expect(loadConfig({ JOB_ABSENCE_MINUTES: '0' }).jobs.longestAbsence).toBe(0);
});

it.each(['-1', '1.5', 'hour', '1e3'])('refuses an absence of %s', (JOB_ABSENCE_MINUTES) => {
  expect(() => loadConfig({ JOB_ABSENCE_MINUTES })).toThrow('JOB_ABSENCE_MINUTES must be');
});
