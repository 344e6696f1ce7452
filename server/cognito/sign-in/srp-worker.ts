import { parentPort } from 'node:worker_threads';
import { createSrpSession, signSrpSession } from 'cognito-srp-helper';

export type SrpSession = ReturnType<typeof createSrpSession>;
export type SignedSrpSession = ReturnType<typeof signSrpSession>;

/** What the thread is asked: to begin an exchange, or to prove the password to the service. */
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
    };

export type SrpReply =
  | { readonly kind: 'start'; readonly session: SrpSession }
  | { readonly kind: 'sign'; readonly session: SignedSrpSession }
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
    const response = { ChallengeParameters: { ...request.parameters } };
    return { kind: 'sign', session: signSrpSession(request.session, response) };
  } catch {
    return { kind: 'failed' };
  }
}
