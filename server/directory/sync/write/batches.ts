/** Rows that may wait: about two batches, so that the next is ready when one was written. */
const mostWaiting = 2400;
/** Milliseconds after which a batch is written although it is not full. */
const longestWait = 250;

/** Gathers what comes from several sides, and writes it in batches, one after the other. */
export class Batches<Item> {
  /** Settles when all that was added before the end is written, or when writing failed. */
  readonly written: Promise<void>;
  readonly #rowsAtOnce: number;
  #waiting: { readonly item: Item; readonly rows: number }[] = [];
  #rows = 0;
  #isOver = false;
  #hasFailed = false;
  /** A batch is full, or nothing more comes. */
  #ready = Promise.withResolvers<void>();
  /** A batch was taken; rejected when one could not be written. */
  #taken = Promise.withResolvers<void>();

  /** @param rowsAtOnce rows of one batch, if there are so many */
  constructor(rowsAtOnce: number, write: (items: readonly Item[]) => Promise<void>) {
    this.#rowsAtOnce = rowsAtOnce;
    this.written = this.#writeAll(write);
    // Told to everybody who adds, and to whoever waits for the end.
    this.written.catch(() => undefined);
  }

  /**
   * Resolves when more may be added.
   *
   * @throws what a batch could not be written for
   */
  async add(item: Item, rows: number): Promise<void> {
    const counted = Math.max(1, rows);
    this.#waiting.push({ item, rows: counted });
    this.#rows += counted;
    if (this.#rows >= this.#rowsAtOnce) this.#ready.resolve();
    while (this.#hasFailed || this.#rows >= mostWaiting) await this.#taken.promise;
  }

  /** Nothing more comes. */
  end(): void {
    this.#isOver = true;
    this.#ready.resolve();
  }

  async #writeAll(write: (items: readonly Item[]) => Promise<void>): Promise<void> {
    try {
      while (!this.#isOver || this.#waiting.length > 0) {
        await this.#untilReady();
        const items = this.#takeBatch();
        if (items.length === 0) continue;
        this.#taken.resolve();
        this.#taken = Promise.withResolvers();
        await write(items);
      }
    } catch (error) {
      this.#hasFailed = true;
      this.#taken.promise.catch(() => undefined);
      this.#taken.reject(error);
      throw error;
    }
  }

  /** The first that wait, up to the rows of one batch, or one item that has more by itself. */
  #takeBatch(): Item[] {
    let rows = 0;
    let count = 0;
    while (this.#waiting[count] !== undefined && rows < this.#rowsAtOnce) {
      rows += this.#waiting[count]?.rows ?? 0;
      count += 1;
    }
    this.#rows -= rows;
    return this.#waiting.splice(0, count).map(({ item }) => item);
  }

  async #untilReady(): Promise<void> {
    if (this.#isOver) return;
    if (this.#rows < this.#rowsAtOnce) {
      const timer = setTimeout(() => this.#ready.resolve(), longestWait);
      await this.#ready.promise;
      clearTimeout(timer);
    }
    this.#ready = Promise.withResolvers();
  }
}
