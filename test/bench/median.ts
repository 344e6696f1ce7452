/** Returns the value that a share (0 to 1) of the samples does not exceed. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Returns the middle value. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}
