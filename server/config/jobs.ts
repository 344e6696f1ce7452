import { decimal } from './checks.ts';
import type { SettingName } from './settings.ts';

/** How much of the account's request quotas bulk work may take. */
export type JobSettings = {
  /** The part of each quota, above 0 and up to 1. */
  readonly quotaShare: number;
};

/**
 * @param value the setting, or its default
 * @param problems gets a sentence for each setting that cannot be used
 */
export function readJobSettings(
  value: (name: SettingName) => string,
  problems: string[],
): JobSettings {
  const quotaShare = decimal(value('JOB_QUOTA_SHARE'));
  if (!(quotaShare > 0 && quotaShare <= 1)) {
    problems.push('JOB_QUOTA_SHARE must be a number above 0 and up to 1, such as 0.5.');
  }
  return Object.freeze({ quotaShare });
}
