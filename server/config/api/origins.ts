import type { SettingValue } from '../checks.ts';
import { isOrigin } from '../origin.ts';
import type { SettingName } from '../settings.ts';

/**
 * The origins that a setting lists, separated by commas or spaces, each as browsers write it in `Origin`.
 * What is no origin adds a sentence to `problems`.
 */
export function readOrigins(
  name: SettingName,
  value: SettingValue,
  problems: string[],
): readonly string[] {
  const origins = value(name)
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((origin) => origin.replace(/\/$/, ''));
  if (!origins.every(isOrigin)) {
    problems.push(`${name} must be origins such as https://app.example.com.`);
  }
  return origins;
}
