/**
 * Milliseconds by which clocks of processes on one database may differ, and by which a time may lie
 * ahead without saying that a clock has jumped.
 */
export const clockTolerance = 5000;

/**
 * Whether a time lies so long ago. One that lies ahead was noted before the clock jumped back, so
 * nothing is known of it but that it is over: whoever waits for it must not wait for the clock to
 * come there again.
 *
 * @param at milliseconds, as `now` and `length`
 */
export function hasPassed(at: number, length: number, now: number): boolean {
  return now >= at + length || isAhead(at, now);
}

/** Whether a time that was noted as past lies in the future. */
export function isAhead(at: number, now: number): boolean {
  return at > now + clockTolerance;
}

type Watch = {
  readonly now: () => Date;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Told by how many milliseconds the clock jumped; negative: back. */
  readonly jumped: (milliseconds: number) => void;
};

/** Milliseconds between two looks. */
const lookEvery = 5000;

/** Tells when the machine's clock jumps. Keeps no process alive. @returns what ends it */
export function watchClock({ now, elapsed, jumped }: Watch): () => void {
  const distance = (): number => now().getTime() - elapsed();
  let before = distance();
  const look = (): void => {
    const present = distance();
    if (Math.abs(present - before) > clockTolerance) jumped(Math.round(present - before));
    before = present;
  };
  const timer = setInterval(look, lookEvery).unref();
  return () => clearInterval(timer);
}
