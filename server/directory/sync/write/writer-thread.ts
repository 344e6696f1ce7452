/** The thread of `threadWriter`: writes users in a connection of its own when it is told to. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { secondConnection } from '../../../db/second-connection.ts';
import { applyPrepared } from '../../store/users/apply-users.ts';
import { placeAll, placeByCreation, placeByUsername } from '../../store/users/places.ts';
import type { PreparedUser } from '../../store/users/prepared-user.ts';
import type { ThreadOrder, ThreadSettings, WrittenUsers } from './writer.ts';

const { path, poolId, pages }: ThreadSettings = workerData;
const database = secondConnection(path);

/** Those that came first. A page is unpacked when its users are written, not when it comes. */
function* users(): Generator<PreparedUser, never> {
  for (;;) {
    const page: { message: readonly PreparedUser[] } | undefined = receiveMessageOnPort(pages);
    if (page === undefined) throw new Error('Fewer users came than are to be written.');
    yield* page.message;
  }
}

const waiting = users();

function* next(count: number): Generator<PreparedUser> {
  for (let taken = 0; taken < count; taken += 1) {
    yield waiting.next().value;
  }
}

async function carryOut(order: ThreadOrder): Promise<WrittenUsers | number> {
  switch (order.kind) {
    case 'write': {
      const users = next(order.count);
      const { ids, written } = await applyPrepared(database, poolId, { ...order.batch, users });
      return { ids: [...ids.values()], written };
    }
    case 'place by creation':
      return placeByCreation(database, poolId);
    case 'place by username':
      return placeByUsername(database, poolId, order.last);
  }
}

async function close(): Promise<void> {
  await placeAll(database, poolId);
  await database.destroy();
  pages.close();
  parentPort?.close();
}

// What is thrown here ends the thread, and whoever waits for it hears of it.
parentPort?.on('message', async (message: ThreadOrder | 'close') => {
  if (message === 'close') await close();
  else parentPort?.postMessage(await carryOut(message));
});
