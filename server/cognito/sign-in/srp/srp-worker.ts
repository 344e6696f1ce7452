import { parentPort } from 'node:worker_threads';
import type { Device, DeviceVerifier, NewDevice } from '../../sign-in.ts';
import { prove, type SrpProof, type SrpSession, startSession, verifierFor } from './exchange.ts';

/** What the thread is asked: to begin an exchange, or to prove something to the service. */
export type SrpRequest =
  | {
      readonly kind: 'start';
      readonly username: string;
      readonly password: string;
      readonly userPoolId: string;
    }
  | {
      readonly kind: 'prove';
      readonly session: SrpSession;
      readonly parameters: Readonly<Record<string, string>>;
      /** Given when it is the device that proves itself. */
      readonly device?: Device | undefined;
    }
  | { readonly kind: 'verifier'; readonly device: NewDevice };

export type SrpReply =
  | { readonly kind: 'start'; readonly session: SrpSession }
  | { readonly kind: 'prove'; readonly proof: SrpProof }
  | { readonly kind: 'verifier'; readonly verifier: DeviceVerifier }
  | { readonly kind: 'failed' };

parentPort?.on('message', ({ id, request }: { id: number; request: SrpRequest }) => {
  parentPort?.postMessage({ id, reply: replyTo(request) });
});

/** Errors could hold what was typed, so that one failed is all that is said. */
function replyTo(request: SrpRequest): SrpReply {
  try {
    if (request.kind === 'start') {
      const { username, password, userPoolId } = request;
      return { kind: 'start', session: startSession(username, password, userPoolId) };
    }
    if (request.kind === 'verifier') {
      return { kind: 'verifier', verifier: verifierFor(request.device) };
    }
    const { session, parameters, device } = request;
    return { kind: 'prove', proof: prove(session, parameters, device) };
  } catch {
    return { kind: 'failed' };
  }
}
