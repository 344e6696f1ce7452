/** The thread of `threadWriter`: keeps the users that it is sent, and writes them when it is told. */
import { parentPort, workerData } from 'node:worker_threads';
import type { PoolUser } from '../../../cognito/types.ts';
import { secondConnection } from '../../../db/second-connection.ts';
import { applyUsers } from '../../store/apply-users.ts';
import type { ThreadSettings, ToThread, WrittenUsers } from './writer.ts';

const { path, poolId }: ThreadSettings = workerData;
const database = secondConnection(path);
const taken: PoolUser[] = [];

// What is thrown here ends the thread, and whoever waits for it hears of it.
parentPort?.on('message', async (message: ToThread) => {
  if (message === 'close') {
    await database.destroy();
    parentPort?.close();
  } else if ('users' in message) {
    taken.push(...message.users);
  } else {
    const users = taken.splice(0, message.count);
    const { ids, written } = await applyUsers(database, poolId, { ...message.batch, users });
    const answer: WrittenUsers = { ids: [...ids.values()], written };
    parentPort?.postMessage(answer);
  }
});
