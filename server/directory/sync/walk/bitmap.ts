/** A set of row ids, an eighth of a byte each. */
export class Bitmap {
  #bytes: Uint8Array;

  constructor(base64 = '') {
    this.#bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  }

  add(id: number): void {
    const index = id >>> 3;
    if (index >= this.#bytes.length) {
      const larger = new Uint8Array(Math.max(1024, 2 * this.#bytes.length, index + 1));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[index] = (this.#bytes[index] ?? 0) | (1 << (id & 7));
  }

  has(id: number): boolean {
    return ((this.#bytes[id >>> 3] ?? 0) & (1 << (id & 7))) !== 0;
  }

  /** The ids in ascending order. */
  *ids(): Generator<number> {
    for (const [index, byte] of this.#bytes.entries()) {
      for (let bit = 0; byte >> bit !== 0; bit += 1) {
        if ((byte >> bit) & 1) yield index * 8 + bit;
      }
    }
  }

  toString(): string {
    return Buffer.from(this.#bytes).toString('base64');
  }
}
