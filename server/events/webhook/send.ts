import type { AllowedNetworks } from '../../config/events/networks.ts';
import { parseWebhookAddress } from '../../config/events/webhook-address.ts';
import type { Attempt } from '../receiver.ts';
import { type PostAnswer, post } from './post.ts';
import { checkedAddresses, RefusedAddress, type Resolve } from './resolve.ts';
import { signedHeaders } from './signature.ts';

export type SendParts = {
  readonly allowed: AllowedNetworks;
  readonly resolve: Resolve;
  /** Milliseconds for a whole attempt, the lookup of the name included. */
  readonly timeout: number;
  readonly now: () => Date;
};

type Message = {
  readonly url: string;
  readonly id: string;
  readonly body: string;
  /** Newest first. */
  readonly secrets: readonly string[];
};

/**
 * Sends one signed message. Nothing that the receiver or a library says is in the result but a status
 * and the code of an error.
 */
export async function sendWebhook(
  { allowed, resolve, timeout, now }: SendParts,
  { url: address, id, body, secrets }: Message,
  signal: AbortSignal,
): Promise<Attempt> {
  const attempt = new AbortController();
  const stop = (): void => attempt.abort();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    stop();
  }, timeout);
  signal.addEventListener('abort', stop);
  try {
    const parsed = parseWebhookAddress(address, allowed);
    if ('problem' in parsed) return failed(`Not sent: ${parsed.problem}`);
    const { url } = parsed;
    const addresses = await orAborted(checkedAddresses(url, allowed, resolve), attempt.signal);
    const headers = signedHeaders(id, body, secrets, now());
    return attemptOf(await post({ url, addresses, headers, body, signal: attempt.signal }), now());
  } catch (error) {
    if (signal.aborted) return { result: 'interrupted' };
    if (isLate) return failed(`No answer within ${Math.round(timeout / 1000)} seconds.`);
    return failed(problemOf(error));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function attemptOf({ status, retryAfter }: PostAnswer, now: Date): Attempt {
  if (status >= 200 && status < 300) return { result: 'delivered', status };
  if (status === 410) {
    const problem = 'The receiver answered 410 (Gone): it accepts no more events.';
    return { ...failed(problem), isFinal: true };
  }
  const isRedirect = status >= 300 && status < 400;
  const problem = isRedirect
    ? `The receiver answered ${status}, a redirect. These are not followed: enter the address it leads to.`
    : `The receiver answered ${status}.`;
  return { ...failed(problem), retryAfter: secondsOf(retryAfter, now) };
}

/** Source: RFC 9110, 10.2.3: seconds, or a date. */
function secondsOf(retryAfter: string | undefined, now: Date): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now.getTime()) / 1000);
}

function failed(problem: string) {
  return { result: 'failed', problem } as const;
}

function problemOf(error: unknown): string {
  if (error instanceof RefusedAddress) return error.message;
  const code = codeOf(error) ?? codeOfFirst(error);
  return code === undefined
    ? 'The connection failed.'
    : `The connection failed (${code}). Check the address, the network and the certificate.`;
}

/** Errors of one connection attempt to each of several addresses come together. */
function codeOfFirst(error: unknown): string | undefined {
  return error instanceof AggregateError ? codeOf(error.errors[0]) : undefined;
}

/** `ECONNREFUSED`, `CERT_HAS_EXPIRED`; a message may hold more than pages should show. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : undefined;
}

async function orAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const stop = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([value, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
