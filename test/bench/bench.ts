/** One benchmark: what `npm run bench NAME` runs. */
export interface Bench {
  readonly name: string;
  /** Measures, and prints its table line by line. Returns the figures that miss their bound, in words. */
  run(print: (line: string) => void): Promise<string[]>;
}
