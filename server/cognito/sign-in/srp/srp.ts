import { Worker } from 'node:worker_threads';
import { PoolkeeperError } from '../../../errors.ts';
import type { Device, DeviceVerifier, NewDevice } from '../../sign-in.ts';
import type { SrpProof, SrpSession } from './exchange.ts';
import { createFairQueue } from './fair-queue.ts';
import type { SrpReply, SrpRequest } from './srp-worker.ts';

/**
 * The client's half of the Secure Remote Password exchange (RFC 5054 names, Cognito's variant). Each call
 * names its owner, such as a network address: owners take turns.
 */
export interface Srp {
  start(username: string, password: string, owner: string): Promise<SrpSession>;
  /**
   * Proves the password, or that the device is the one it says it is.
   *
   * @throws PoolkeeperError when the service's challenge is not a proper one
   */
  prove(
    session: SrpSession,
    parameters: Readonly<Record<string, string>>,
    owner: string,
    device?: Device,
  ): Promise<SrpProof>;
  /** Makes a password for a new device, and the verifier that the service keeps of it. */
  verifier(device: NewDevice): Promise<DeviceVerifier>;
}

type Waiting = { resolve(reply: SrpReply): void; reject(error: unknown): void };

/**
 * A calculation takes a few milliseconds: 512 are some seconds on a slow machine, and longer is better
 * refused. One address has room for the sign-ins of an office at the same moment.
 */
const limits = { perOwner: 16, total: 512 };

/**
 * Makes the SRP client. Its arithmetic runs on a thread of its own, started with the first sign-in:
 * no page waits for it.
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

  const enqueue = createFairQueue({ ...limits, full: busy });

  const ask = (owner: string, request: SrpRequest): Promise<SrpReply> =>
    enqueue(owner, () => calculate(request));

  const calculate = (request: SrpRequest): Promise<SrpReply> => {
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
    async start(username, password, owner) {
      const reply = await ask(owner, { kind: 'start', username, password, userPoolId });
      if (reply.kind !== 'start') throw impossible();
      return reply.session;
    },
    async prove(session, parameters, owner, device) {
      const reply = await ask(owner, { kind: 'prove', session, parameters, device });
      if (reply.kind !== 'prove') throw impossible();
      return reply.proof;
    },
    async verifier(device) {
      const reply = await ask(device.key, { kind: 'verifier', device });
      if (reply.kind !== 'verifier') throw impossible();
      return reply.verifier;
    },
  };
}

function busy(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'sign_in_busy',
    status: 503,
    publicMessage:
      'Too many sign-ins from your network at this moment. Try again in a few seconds.',
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
