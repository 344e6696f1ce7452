import {
  CamelCasePlugin,
  type Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  type RootOperationNode,
  type UnknownRow,
} from 'kysely';
import { yieldToEventLoop } from './event-loop.ts';

/** Milliseconds that queries, and what is done between them, take before everything else has its turn. */
const longestTurn = 10;

/** What every connection of the console has: names in camel case, and the event loop left free. */
export function databasePlugins(): KyselyPlugin[] {
  return [new CamelCasePlugin(), new EventLoopPlugin()];
}

/** The same connection with the database's own names in its answers, which costs less for many rows. */
export function withOwnNames<Tables>(database: Kysely<Tables>): Kysely<Tables> {
  return database.withoutPlugins().withPlugin(new EventLoopPlugin());
}

/** When the first query of this thread since its last return to the event loop began. */
let turnBegan: number | undefined;

function beginTurn(): number {
  if (turnBegan === undefined) {
    turnBegan = performance.now();
    setImmediate(() => {
      turnBegan = undefined;
    });
  }
  return turnBegan;
}

/**
 * Returns to the event loop between two queries, once those since the last time have taken long
 * enough. SQLite answers without waiting, so without this a loop over a table would keep every other
 * request waiting until its end, however many `await` it has.
 *
 * Source: Node.js, "Don't Block the Event Loop", and "Partitioning" there.
 */
class EventLoopPlugin implements KyselyPlugin {
  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    beginTurn();
    return node;
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    if (performance.now() - beginTurn() > longestTurn) await yieldToEventLoop();
    return result;
  }
}
