import { parentPort } from 'node:worker_threads';
import {
  createDeviceVerifier,
  createSrpSession,
  signSrpSession,
  signSrpSessionWithDevice,
} from 'cognito-srp-helper';
import type { Device, NewDevice } from '../../sign-in.ts';

export type SrpSession = ReturnType<typeof createSrpSession>;
export type SignedSrpSession = ReturnType<typeof signSrpSession>;
export type DeviceVerifier = ReturnType<typeof createDeviceVerifier>;

/** What the thread is asked: to begin an exchange, or to prove something to the service. */
export type SrpRequest =
  | {
      readonly kind: 'start';
      readonly username: string;
      readonly password: string;
      readonly userPoolId: string;
    }
  | {
      readonly kind: 'sign';
      readonly session: SrpSession;
      readonly parameters: Readonly<Record<string, string>>;
      /** Given when it is the device that proves itself. */
      readonly device?: Device | undefined;
    }
  | { readonly kind: 'verifier'; readonly device: NewDevice };

export type SrpReply =
  | { readonly kind: 'start'; readonly session: SrpSession }
  | { readonly kind: 'sign'; readonly session: SignedSrpSession }
  | { readonly kind: 'verifier'; readonly verifier: DeviceVerifier }
  | { readonly kind: 'failed' };

parentPort?.on('message', ({ id, request }: { id: number; request: SrpRequest }) => {
  parentPort?.postMessage({ id, reply: replyTo(request) });
});

/** The helper's errors can hold what was typed, so that one failed is all that is said. */
function replyTo(request: SrpRequest): SrpReply {
  try {
    if (request.kind === 'start') {
      const { username, password, userPoolId } = request;
      return { kind: 'start', session: createSrpSession(username, password, userPoolId, false) };
    }
    if (request.kind === 'verifier') {
      const { key, groupKey } = request.device;
      return { kind: 'verifier', verifier: createDeviceVerifier(key, groupKey) };
    }
    const { session, device } = request;
    const response = { ChallengeParameters: { ...request.parameters } };
    return {
      kind: 'sign',
      session:
        device === undefined
          ? signSrpSession(session, response)
          : signSrpSessionWithDevice(session, response, device.groupKey, device.password),
    };
  } catch {
    return { kind: 'failed' };
  }
}
