/** The thread of `threadWriter`: writes users in a connection of its own when it is told to. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { secondConnection } from '../../../db/second-connection.ts';
import { applyPrepared } from '../../store/users/apply-users.ts';
import type { PreparedUser } from '../../store/users/prepared-user.ts';
import type { ThreadSettings, ToThread, WrittenUsers } from './writer.ts';

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

// What is thrown here ends the thread, and whoever waits for it hears of it.
parentPort?.on('message', async (message: ToThread) => {
  if (message === 'close') {
    await database.destroy();
    pages.close();
    parentPort?.close();
    return;
  }
  const { ids, written } = await applyPrepared(database, poolId, {
    ...message.batch,
    users: next(message.count),
  });
  const answer: WrittenUsers = { ids: [...ids.values()], written };
  parentPort?.postMessage(answer);
});
