import { decimal } from './checks.ts';
import type { SettingName } from './settings.ts';

/** How much of the pool's request quota keeping the mirrors up to date may take. */
export type DirectorySettings = {
  /** Calls of `ListUsers` a second that the account may make; Infinity where nothing limits them. */
  readonly listQuota: number;
  /** The part of it that walks may use, above 0 and up to 1. */
  readonly quotaShare: number;
};

/**
 * @param value the setting, or its default
 * @param problems gets a sentence for each setting that cannot be used
 */
export function readDirectorySettings(
  value: (name: SettingName) => string,
  problems: string[],
): DirectorySettings {
  const share = decimal(value('DIRECTORY_QUOTA_SHARE'));
  if (!(share > 0 && share <= 1)) {
    problems.push('DIRECTORY_QUOTA_SHARE must be a number above 0 and up to 1, such as 0.5.');
  }
  const quota = value('DIRECTORY_LIST_QUOTA');
  const listQuota = quota === 'none' ? Number.POSITIVE_INFINITY : decimal(quota);
  if (!(listQuota > 0)) {
    problems.push('DIRECTORY_LIST_QUOTA must be a number of calls a second, or none.');
  }
  return Object.freeze({ listQuota, quotaShare: share });
}
