import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Database } from '../../db/database.ts';
import { isPostgres } from '../../db/dialect.ts';
import { invalidInput, PoolkeeperError, refused } from '../../errors.ts';
import { createFingerprints, type RequestContent } from './fingerprint.ts';
import { createRequestStore, type RequestRow } from './request-store.ts';

/** Milliseconds for which answers are kept. */
const keptFor = 24 * 60 * 60_000;

/**
 * Milliseconds after which a request of another process is not under way any more: as long as the audit
 * takes an action without outcome for one that is.
 */
const longestRequest = 15 * 60_000;

const Kept = Type.Object({
  headers: Type.Record(Type.String(), Type.String()),
  body: Type.Unknown(),
});

/** What is kept of an answer. */
export type KeptAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/** The first request with its key: exactly one of these is called when it is answered. */
export type FirstRequest = {
  /** Keeps the answer for requests that repeat this one. */
  keep(answer: KeptAnswer): Promise<void>;
  /** It is not known what became of it: a request that repeats it is refused. */
  leaveUnknown(status: number): Promise<void>;
  /** Nothing was begun: a request that repeats it is carried out. */
  forget(): Promise<void>;
};

export interface IdempotentRequests {
  /**
   * @param actor who asks: keys of several do not meet
   * @returns what to do at the end of the first request with this key, or what it was answered
   * @throws PoolkeeperError `idempotency_key_reused` (422) for another request under the same key,
   * `request_in_progress` (409) while the first one is under way, `outcome_unknown` (409)
   */
  begin(actor: string, key: string, content: RequestContent): Promise<FirstRequest | KeptAnswer>;
}

type Parts = {
  readonly database: Database;
  /** Session secrets, newest first. */
  readonly secrets: readonly string[];
  readonly now: () => Date;
};

/** Source: draft-ietf-httpapi-idempotency-key-header, 2.6 and 2.7 */
export function createIdempotentRequests({ database, secrets, now }: Parts): IdempotentRequests {
  const store = createRequestStore(database);
  const fingerprintsOf = createFingerprints(secrets);
  /** SQLite has one process: what is not under way here is nowhere. */
  const hasOtherProcesses = isPostgres(database);
  const underWay = new Set<string>();

  const firstOf = (name: Pick<RequestRow, 'actor' | 'key'>, id: string): FirstRequest => {
    const end = async (write: Promise<void>): Promise<void> => {
      try {
        await write;
      } finally {
        underWay.delete(id);
      }
    };
    return {
      keep: ({ status, ...answer }) => end(store.finish(name, status, JSON.stringify(answer))),
      leaveUnknown: (status) => end(store.finish(name, status, null)),
      forget: () => end(store.remove(name)),
    };
  };

  /** True for the one of all requests with this key that is carried out. */
  const claim = async (id: string, row: Parameters<typeof store.insert>[0]): Promise<boolean> => {
    if (underWay.has(id)) return false;
    underWay.add(id);
    let isFirst = false;
    try {
      isFirst = await store.insert(row);
    } finally {
      if (!isFirst) underWay.delete(id);
    }
    return isFirst;
  };

  const isUnderWay = (id: string, { begunAt }: RequestRow): boolean =>
    underWay.has(id) || (hasOtherProcesses && begunAt > now().getTime() - longestRequest);

  return {
    async begin(actor, key, content) {
      const begunAt = now().getTime();
      const [fingerprint, ...older] = fingerprintsOf(content);
      const name = { actor, key };
      const id = JSON.stringify([actor, key]);
      await store.removeBegunBefore(begunAt - keptFor);
      if (await claim(id, { ...name, fingerprint, begunAt })) return firstOf(name, id);
      const row = await store.find(name);
      // Not written yet by the one before, or removed this moment, since nothing was begun.
      if (row === undefined) throw inProgress();
      if (![fingerprint, ...older].includes(row.fingerprint)) throw reused();
      if (row.status === null && isUnderWay(id, row)) throw inProgress();
      if (row.status === null || row.answer === null) throw unknownOutcome();
      const { headers, body } = Value.Parse(Kept, JSON.parse(row.answer));
      return { status: row.status, headers, body };
    },
  };
}

function reused(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'idempotency_key_reused',
    status: 422,
    publicMessage:
      'This Idempotency-Key came with another request before. Use a new key for each request.',
    fields: { 'idempotency-key': 'It came with another request before.' },
  });
}

function inProgress(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'request_in_progress',
    status: 409,
    publicMessage: 'The first request with this Idempotency-Key is under way. Try again later.',
    retryAfter: 1,
  });
}

function unknownOutcome(): PoolkeeperError {
  return refused(
    'outcome_unknown',
    'The first request with this Idempotency-Key was begun, and it is not known whether it was carried out. Look at the target or the audit; to repeat it, use a new key.',
  );
}

/** @throws PoolkeeperError `invalid_input` (422) */
export function requireKey(header: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(header)) return header;
  const sentence = 'Send 1 to 255 visible ASCII characters, such as a UUID.';
  throw invalidInput({ 'idempotency-key': sentence }, `Idempotency-Key: ${sentence}`);
}
