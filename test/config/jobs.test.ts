import { expect, it } from 'vitest';
import { loadConfig } from '../../server/config.ts';

it('lets bulk work take half of the quotas unless told otherwise', () => {
  expect(loadConfig({}).jobs).toEqual({ quotaShare: 0.5 });
  expect(loadConfig({ JOB_QUOTA_SHARE: '0.25' }).jobs).toEqual({ quotaShare: 0.25 });
});

it.each(['0', '1.5', '-1', 'half'])('refuses a share of %s', (JOB_QUOTA_SHARE) => {
  expect(() => loadConfig({ JOB_QUOTA_SHARE })).toThrow('JOB_QUOTA_SHARE must be');
});
