/** From this time on, and before that one, in milliseconds since the epoch. */
export type TimeRange = {
  readonly from?: number | undefined;
  readonly before?: number | undefined;
};

/**
 * Parses a comparison with a year, month or day in UTC: `2026`, `>=2026-02`, `<2026-02-28`.
 * `>2026-01-31` begins when that day is over; `2026-01` alone is all of that month.
 *
 * @returns undefined when it is none, or names a day that no calendar has
 */
export function parseTimeRange(text: string): TimeRange | undefined {
  const [, operator = '', date = ''] = /^(>=|<=|>|<|)(.*)$/.exec(text) ?? [];
  const period = parsePeriod(date);
  if (period === undefined) return undefined;
  switch (operator) {
    case '>':
      return { from: period.end };
    case '>=':
      return { from: period.start };
    case '<':
      return { before: period.start };
    case '<=':
      return { before: period.end };
    default:
      return { from: period.start, before: period.end };
  }
}

function parsePeriod(text: string): { start: number; end: number } | undefined {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (parts === null) return undefined;
  const year = Number(parts[1]);
  const month = parts[2] === undefined ? undefined : Number(parts[2]);
  const day = parts[3] === undefined ? undefined : Number(parts[3]);
  // Date.UTC reads 0 to 99 as 1900 to 1999.
  if (year < 100) return undefined;
  const start = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1));
  if (month !== undefined && start.getUTCMonth() !== month - 1) return undefined;
  if (day !== undefined && start.getUTCDate() !== day) return undefined;
  const end =
    month === undefined
      ? Date.UTC(year + 1, 0, 1)
      : day === undefined
        ? Date.UTC(year, month, 1)
        : Date.UTC(year, month - 1, day + 1);
  return { start: start.getTime(), end };
}
