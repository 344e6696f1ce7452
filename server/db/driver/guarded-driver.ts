import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import { noteChange } from '../../request-changes.ts';

/** What a driver's errors mean. */
export type ErrorMeaning = {
  /** Makes of what the driver threw what the console throws. */
  readonly translate: (error: unknown) => unknown;
  /** Whether the statement may have been carried out all the same. */
  readonly isAnswerLost: (error: unknown) => boolean;
};

/** Queries that change rows. */
const changing: ReadonlySet<string> = new Set([
  'InsertQueryNode',
  'UpdateQueryNode',
  'DeleteQueryNode',
  'MergeQueryNode',
]);

/**
 * A driver whose errors are the console's own: whoever asks the database sees no other. It also
 * notes what is changed, since those errors say whether anything was.
 */
export class GuardedDriver implements Driver {
  readonly #inner: Driver;
  readonly #meaning: ErrorMeaning;
  readonly #guarded = new WeakMap<DatabaseConnection, GuardedConnection>();

  constructor(inner: Driver, meaning: ErrorMeaning) {
    this.#inner = inner;
    this.#meaning = meaning;
  }

  init: Driver['init'] = (options) => this.#guard(() => this.#inner.init(options));
  destroy: Driver['destroy'] = (options) => this.#guard(() => this.#inner.destroy(options));

  acquireConnection: Driver['acquireConnection'] = async (options) => {
    const inner = await this.#guard(() => this.#inner.acquireConnection(options));
    const known = this.#guarded.get(inner);
    if (known !== undefined) return known;
    const guarded = new GuardedConnection(inner, this.#meaning);
    this.#guarded.set(inner, guarded);
    return guarded;
  };

  releaseConnection: Driver['releaseConnection'] = (connection, options) =>
    this.#guard(() => this.#inner.releaseConnection(innerOf(connection), options));

  beginTransaction: Driver['beginTransaction'] = async (connection, settings) => {
    await this.#guard(() => this.#inner.beginTransaction(innerOf(connection), settings));
    guardedOf(connection)?.begin();
  };

  commitTransaction: Driver['commitTransaction'] = async (connection) => {
    try {
      await this.#inner.commitTransaction(innerOf(connection));
    } catch (error) {
      guardedOf(connection)?.end({ isKept: this.#meaning.isAnswerLost(error) });
      throw this.#meaning.translate(error);
    }
    guardedOf(connection)?.end({ isKept: true });
  };

  rollbackTransaction: Driver['rollbackTransaction'] = async (connection) => {
    guardedOf(connection)?.end({ isKept: false });
    await this.#guard(() => this.#inner.rollbackTransaction(innerOf(connection)));
  };

  async #guard<Value>(task: () => Promise<Value>): Promise<Value> {
    try {
      return await task();
    } catch (error) {
      throw this.#meaning.translate(error);
    }
  }
}

class GuardedConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  readonly #meaning: ErrorMeaning;
  /** What the transaction under way has changed; undefined outside of one. */
  #transaction: { hasChanged: boolean } | undefined;

  constructor(inner: DatabaseConnection, meaning: ErrorMeaning) {
    this.inner = inner;
    this.#meaning = meaning;
  }

  begin(): void {
    this.#transaction = { hasChanged: false };
  }

  end({ isKept }: { readonly isKept: boolean }): void {
    if (isKept && this.#transaction?.hasChanged) noteChange();
    this.#transaction = undefined;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const isChange = changing.has(query.query.kind);
    try {
      const result = await this.inner.executeQuery<Row>(query);
      if (isChange && result.numAffectedRows !== 0n) this.#noteChange();
      return result;
    } catch (error) {
      if (isChange && this.#meaning.isAnswerLost(error)) this.#noteChange();
      throw this.#meaning.translate(error);
    }
  }

  #noteChange(): void {
    if (this.#transaction === undefined) noteChange();
    else this.#transaction.hasChanged = true;
  }

  async *streamQuery<Row>(
    query: CompiledQuery,
    chunkSize: number,
  ): AsyncIterableIterator<QueryResult<Row>> {
    try {
      yield* this.inner.streamQuery<Row>(query, chunkSize);
    } catch (error) {
      throw this.#meaning.translate(error);
    }
  }
}

function guardedOf(connection: DatabaseConnection): GuardedConnection | undefined {
  return connection instanceof GuardedConnection ? connection : undefined;
}

function innerOf(connection: DatabaseConnection): DatabaseConnection {
  return guardedOf(connection)?.inner ?? connection;
}
