const windowBits = 6;
const windowMask = (1n << BigInt(windowBits)) - 1n;

/**
 * Powers of one fixed base modulo a prime, by a table of base^(digit * 64^position): an exponent of 256 bits then
 * costs 43 multiplications instead of some 300. The table (1 MB for 3072 bits) is made on first use.
 */
export class FixedBase {
  readonly #base: bigint;
  readonly #modulus: bigint;
  readonly #positions: number;
  #table: bigint[][] | undefined;

  /** @param exponentBits largest size of an exponent */
  constructor(base: bigint, modulus: bigint, exponentBits: number) {
    this.#base = base;
    this.#modulus = modulus;
    this.#positions = Math.ceil(exponentBits / windowBits);
  }

  /** Whether an exponent is small enough for the table. */
  covers(exponent: bigint): boolean {
    return exponent >= 0n && exponent >> BigInt(this.#positions * windowBits) === 0n;
  }

  /** Computes base^exponent; the exponent must be covered. */
  power(exponent: bigint): bigint {
    this.#table ??= this.#makeTable();
    let result = 1n;
    let rest = exponent;
    for (const powers of this.#table) {
      const digit = Number(rest & windowMask);
      if (digit !== 0) result = (result * (powers[digit] ?? 1n)) % this.#modulus;
      rest >>= BigInt(windowBits);
    }
    return result;
  }

  #makeTable(): bigint[][] {
    const table: bigint[][] = [];
    let unit = this.#base;
    for (let position = 0; position < this.#positions; position += 1) {
      const powers = [1n];
      for (let digit = 1; digit <= Number(windowMask); digit += 1) {
        powers.push(((powers.at(-1) ?? 1n) * unit) % this.#modulus);
      }
      table.push(powers);
      unit = ((powers.at(-1) ?? 1n) * unit) % this.#modulus;
    }
    return table;
  }
}
