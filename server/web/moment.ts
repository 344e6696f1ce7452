import type { Moment } from './page.ts';

const steps: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How a moment is shown: relative to now, with the exact UTC time to be had. */
export function momentOf(date: Date, now: Date): Moment {
  const iso = date.toISOString();
  return {
    iso,
    exact: `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`,
    relative: relative((date.getTime() - now.getTime()) / 1000),
  };
}

function relative(seconds: number): string {
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return seconds > 0 ? 'in a moment' : 'just now';
}
