import { Worker } from 'node:worker_threads';
import { PoolkeeperError } from '../../../errors.ts';
import type { Device, NewDevice } from '../../sign-in.ts';
import type {
  DeviceVerifier,
  SignedSrpSession,
  SrpReply,
  SrpRequest,
  SrpSession,
} from './srp-worker.ts';

/** The client's half of the Secure Remote Password exchange (RFC 5054 names, Cognito's variant). */
export interface Srp {
  start(username: string, password: string): Promise<SrpSession>;
  /**
   * Proves the password, or that the device is the one it says it is.
   *
   * @throws PoolkeeperError when the service's challenge is not a proper one
   */
  sign(
    session: SrpSession,
    parameters: Readonly<Record<string, string>>,
    device?: Device,
  ): Promise<SignedSrpSession>;
  /** Makes a password for a new device, and the verifier that the service keeps of it. */
  verifier(device: NewDevice): Promise<DeviceVerifier>;
}

type Waiting = { resolve(reply: SrpReply): void; reject(error: unknown): void };

/** More than this many waiting would take several seconds each: better to say so at once. */
const longestQueue = 32;

/**
 * Makes the SRP client. Its arithmetic takes some 200 ms of computing per sign-in, so it runs on a
 * thread of its own, started with the first sign-in: nobody else's page waits for it.
 */
export function createSrp(userPoolId: string): Srp {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;

  const failAll = (error: unknown): void => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  const startWorker = (): Worker => {
    const started = new Worker(new URL('./srp-worker.ts', import.meta.url), { execArgv: [] });
    started.on('message', ({ id, reply }: { id: number; reply: SrpReply }) => {
      waiting.get(id)?.resolve(reply);
      waiting.delete(id);
    });
    started.on('error', failAll);
    started.unref();
    return started;
  };

  const ask = (request: SrpRequest): Promise<SrpReply> => {
    if (waiting.size >= longestQueue) return Promise.reject(busy());
    worker ??= startWorker();
    lastId += 1;
    const id = lastId;
    const answer = new Promise<SrpReply>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
    });
    worker.postMessage({ id, request });
    return answer;
  };

  return {
    async start(username, password) {
      const reply = await ask({ kind: 'start', username, password, userPoolId });
      if (reply.kind !== 'start') throw impossible();
      return reply.session;
    },
    async sign(session, parameters, device) {
      const reply = await ask({ kind: 'sign', session, parameters, device });
      if (reply.kind !== 'sign') throw impossible();
      return reply.session;
    },
    async verifier(device) {
      const reply = await ask({ kind: 'verifier', device });
      if (reply.kind !== 'verifier') throw impossible();
      return reply.verifier;
    },
  };
}

function busy(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'sign_in_busy',
    status: 503,
    publicMessage: 'Too many people are signing in at this moment. Try again in a few seconds.',
    retryAfter: 5,
  });
}

function impossible(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'pool_error',
    status: 502,
    publicMessage: 'The user pool answered the sign-in with a challenge that cannot be right.',
  });
}
