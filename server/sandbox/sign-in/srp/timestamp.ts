const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const shape =
  /^(Sun|Mon|Tue|Wed|Thu|Fri|Sat) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (?:UTC|GMT) (\d{4})$/;

/** How far a client's clock may be off: five minutes either way. */
export const maximumClockSkewMs = 5 * 60_000;

/**
 * Reads the TIMESTAMP of a password claim, as in "Fri Nov 6 09:05:07 UTC 2026". The day is written
 * without a leading zero: a client that pads it is refused by Cognito too.
 * @returns the moment, or undefined when the text is not exactly of that form or no real date
 */
export function parseClaimTimestamp(text: string): Date | undefined {
  const match = shape.exec(text);
  if (match === null) return undefined;
  const [, weekday, month = '', day = '', hours, minutes, seconds, year] = match;
  if (day.startsWith('0')) return undefined;
  const moment = new Date(
    Date.UTC(
      Number(year),
      months.indexOf(month),
      Number(day),
      Number(hours),
      Number(minutes),
      Number(seconds),
    ),
  );
  const isReal =
    moment.getUTCDate() === Number(day) &&
    moment.getUTCMinutes() === Number(minutes) &&
    moment.getUTCSeconds() === Number(seconds) &&
    weekdays[moment.getUTCDay()] === weekday;
  return isReal ? moment : undefined;
}

/** Tells whether a claim's timestamp is well formed and within the allowed skew of the clock. */
export function isClaimTimestampCurrent(text: string, now: Date): boolean {
  const moment = parseClaimTimestamp(text);
  return moment !== undefined && Math.abs(moment.getTime() - now.getTime()) <= maximumClockSkewMs;
}
