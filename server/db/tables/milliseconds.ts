/** Times are milliseconds since the epoch, UTC: the same number in both dialects. */
export type Milliseconds = number;
