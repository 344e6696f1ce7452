/**
 * Requests a second that AWS allows by default, per account and region, together with the
 * customers' own sign-ins.
 *
 * Source: Cognito developer guide, "Quotas in Amazon Cognito", request rates by category.
 */
export const defaultQuotas = {
  UserRead: 120,
  UserCreation: 50,
  UserResourceRead: 50,
  UserList: 30,
  UserAccountRecovery: 30,
  UserUpdate: 25,
  UserResourceUpdate: 25,
  UserPoolRead: 15,
  UserPoolUpdate: 15,
} as const;

export type QuotaCategory = keyof typeof defaultQuotas;

/** Spaces out bulk work so that it never takes more than its share of the request quotas. */
export interface QuotaLimiter {
  /** Resolves when one call of this category may be made; waiters go in the order they came. */
  take(category: QuotaCategory): Promise<void>;
  /** Tells that AWS throttled a call of this category: everyone in it pauses. */
  throttled(category: QuotaCategory): void;
}

type Options = {
  /** Part of each quota that may be used, above 0 and at most 1. */
  readonly share?: number;
  readonly quotas?: Readonly<Record<QuotaCategory, number>>;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
};

/** How many milliseconds' worth of calls a bucket holds. */
const held = 1000;
/** So long a category pauses after it was throttled, in milliseconds. */
const pause = 1000;

/**
 * Makes a token bucket per category, each holding at most the calls of one second. It is kept as
 * the moment at which the bucket will be full again, which moves on with every call (the generic
 * cell rate algorithm, ITU-T I.371).
 *
 * @throws RangeError for a share outside of its bounds
 */
export function createQuotaLimiter(options: Options): QuotaLimiter {
  const { share = 0.5, quotas = defaultQuotas, now, wait } = options;
  if (!(share > 0 && share <= 1)) throw new RangeError('The share must be above 0 and at most 1.');
  const fullAt = new Map<QuotaCategory, number>();
  const moment = (category: QuotaCategory): number => Math.max(fullAt.get(category) ?? 0, now());

  return {
    async take(category) {
      const between = 1000 / (quotas[category] * share);
      const next = moment(category) + between;
      fullAt.set(category, next);
      // With fewer calls than one a second, the bucket still holds one.
      const early = next - now() - Math.max(held, between);
      if (early > 0) await wait(early);
    },
    throttled(category) {
      fullAt.set(category, Math.max(moment(category), now() + held) + pause);
    },
  };
}
