const minute = 60_000;

/** How long things last, in milliseconds. */
export const sessionTimes = {
  /** Without a request for so long, a session ends. */
  idle: 30 * minute,
  /** After so long, a session ends whatever happens: one working day. */
  longest: 12 * 60 * minute,
  /** So often the pool is asked for new tokens: the longest that a session lives on revoked ones. */
  roleCheck: 5 * minute,
  /** So long before they end, tokens are replaced. */
  beforeExpiry: minute,
  /** The time of the last request is written at most so often. */
  seen: minute,
} as const;
