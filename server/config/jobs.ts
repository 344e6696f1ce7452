import { decimal } from './checks.ts';
import type { SettingName } from './settings.ts';

/** How bulk work is carried out. */
export type JobSettings = {
  /** The part of each of the account's request quotas that it may take, above 0 and up to 1. */
  readonly quotaShare: number;
  /** Milliseconds without a process after which jobs that send messages wait; 0: never. */
  readonly longestAbsence: number;
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
  const minutes = value('JOB_ABSENCE_MINUTES');
  if (!/^\d{1,6}$/.test(minutes)) {
    problems.push('JOB_ABSENCE_MINUTES must be a whole number of minutes, such as 60.');
  }
  return Object.freeze({ quotaShare, longestAbsence: Number(minutes) * 60_000 });
}
