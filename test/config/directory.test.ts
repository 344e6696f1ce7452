import { expect, it } from 'vitest';
import { loadConfig } from '../../server/config.ts';

it('takes half of the quota of an account as AWS gives it', () => {
  expect(loadConfig({}).directory).toEqual({ listQuota: 30, quotaShare: 0.5 });
});

it('takes another share of another quota, or of none', () => {
  const given = { DIRECTORY_QUOTA_SHARE: '1', DIRECTORY_LIST_QUOTA: '120' };
  expect(loadConfig(given).directory).toEqual({ listQuota: 120, quotaShare: 1 });
  const { directory } = loadConfig({ DIRECTORY_LIST_QUOTA: 'none' });
  expect(directory.listQuota).toBe(Number.POSITIVE_INFINITY);
});

it.each([
  ['DIRECTORY_QUOTA_SHARE', '0'],
  ['DIRECTORY_QUOTA_SHARE', '1.5'],
  ['DIRECTORY_QUOTA_SHARE', 'half'],
  ['DIRECTORY_LIST_QUOTA', '-1'],
  ['DIRECTORY_LIST_QUOTA', 'many'],
])('refuses %s=%s', (name, value) => {
  expect(() => loadConfig({ [name]: value })).toThrow(name);
});
