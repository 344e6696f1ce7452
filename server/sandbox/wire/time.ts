/** Returns a date the way JSON 1.1 carries it: seconds since 1970, milliseconds as the fraction. */
export function toEpochSeconds(date: Date): number {
  return date.getTime() / 1000;
}
