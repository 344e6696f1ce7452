import type { Moment } from './page.ts';

/** From how many seconds on a unit is used: months up to two years, since "last year" says little. */
const steps: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number, from: number][] = [
  ['year', 31_557_600, 63_115_200],
  ['month', 2_629_800, 5_259_600],
  ['week', 604_800, 1_209_600],
  ['day', 86_400, 86_400],
  ['hour', 3600, 3600],
  ['minute', 60, 60],
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
  for (const [unit, length, from] of steps) {
    if (Math.abs(seconds) >= from) return format.format(Math.trunc(seconds / length), unit);
  }
  return seconds > 0 ? 'in a moment' : 'just now';
}
