import type { Clock } from '../context.ts';
import type { Category, Operation } from '../wire/operation.ts';
import { tooManyRequests } from './too-many-requests.ts';

/**
 * Requests a second that an account has by default, per category.
 * Source: "Quotas in Amazon Cognito", user pool request rate quotas.
 */
const categoryRates: Readonly<Record<Category, number>> = {
  ClientAuthentication: 150,
  UserAccountRecovery: 30,
  UserAuthentication: 120,
  UserCreation: 50,
  UserFederation: 25,
  UserList: 30,
  UserPoolClientRead: 15,
  UserPoolClientUpdate: 15,
  UserPoolRead: 15,
  UserPoolResourceRead: 20,
  UserPoolResourceUpdate: 15,
  UserPoolUpdate: 15,
  UserRead: 120,
  UserResourceRead: 50,
  UserResourceUpdate: 25,
  UserToken: 120,
  UserUpdate: 25,
};

/** Categories that are also limited for each operation and pool. */
const limitedByPool: ReadonlySet<Category> = new Set([
  'UserPoolClientRead',
  'UserPoolClientUpdate',
  'UserPoolResourceRead',
  'UserPoolResourceUpdate',
]);
const ratePerPool = 5;

/** Categories that read or change one user, limited for each user. */
const readsOfOneUser: ReadonlySet<Category> = new Set(['UserRead', 'UserResourceRead']);
const writesOfOneUser: ReadonlySet<Category> = new Set(['UserUpdate', 'UserResourceUpdate']);
const ratePerUser = 10;

/** Above so many counters the full ones are forgotten. */
const maximumBuckets = 10_000;

interface Bucket {
  readonly rate: number;
  tokens: number;
  updated: number;
}

/** Counts requests against the default quotas of AWS: a second's worth may come at once. */
export class Quotas {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Counts a request.
   * @throws AwsError TooManyRequestsException when a quota is used up
   */
  take(operation: Operation, target: { pool: string; user: string }): void {
    const { category, name } = operation;
    const limits: [string, number][] = [[category, categoryRates[category]]];
    if (limitedByPool.has(category)) limits.push([`${name} ${target.pool}`, ratePerPool]);
    const kind = readsOfOneUser.has(category) ? 'read' : writesOfOneUser.has(category) && 'write';
    if (kind && target.user !== '') {
      limits.push([`${kind} ${target.pool} ${target.user}`, ratePerUser]);
    }
    const buckets = limits.map(([key, rate]) => this.#bucket(key, rate));
    if (buckets.some((bucket) => bucket.tokens < 1)) throw tooManyRequests();
    for (const bucket of buckets) bucket.tokens -= 1;
  }

  #bucket(key: string, rate: number): Bucket {
    const now = this.#clock().getTime();
    if (this.#buckets.size > maximumBuckets) this.#forgetFull(now);
    const bucket = this.#buckets.get(key) ?? { rate, tokens: rate, updated: now };
    refill(bucket, now);
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #forgetFull(now: number): void {
    for (const [key, bucket] of this.#buckets) {
      refill(bucket, now);
      if (bucket.tokens >= bucket.rate) this.#buckets.delete(key);
    }
  }
}

function refill(bucket: Bucket, now: number): void {
  const gained = ((now - bucket.updated) / 1000) * bucket.rate;
  bucket.tokens = Math.min(bucket.rate, bucket.tokens + Math.max(0, gained));
  bucket.updated = now;
}
