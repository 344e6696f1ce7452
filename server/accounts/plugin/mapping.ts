import type { FastifyRequest } from 'fastify';
import { Refusal } from './refusals.ts';
import { knownIdentity, type User } from './user.ts';

/** Values of attributes by the names that the application's record has for them. */
export type MappedValues = Readonly<Record<string, unknown>>;

type Hooks<Own> = {
  /**
   * Members of the record by the claim that they come from, such as `{ 'custom:team': 'team' }`. By
   * default `email`, `firstName` and `lastName`. Access tokens carry no attributes: keep the ID token
   * beside it (option `tokens`), or require it (option `tokenUse`).
   */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The record of a user, by `sub` or by `username`; undefined when there is none. */
  readonly find: (user: User) => Promise<Own | undefined>;
  /** Makes the record of a user who has none. */
  readonly create: (values: MappedValues, user: User) => Promise<Own>;
  /** Brings a record up to date, once for each token that the user brings. */
  readonly update: (record: Own, values: MappedValues, user: User) => Promise<Own>;
  /** False: users without a record are refused with 403 `unknown_user`. True by default. */
  readonly createUnknown?: boolean;
};

/** How users of the pool become records of the application. Made by `userMapping`. */
export type UserMapping<Own> = {
  /** The record of a request's user. @throws Refusal 401 on a route that requires no user */
  of(request: FastifyRequest): Own;
  /** For the plugin: finds, makes or updates the record. @throws Refusal 403 `unknown_user` */
  load(request: FastifyRequest, user: User): Promise<void>;
};

/** Tokens that a record was updated by; the oldest makes room, at the price of one more update. */
const mostTokens = 10_000;

/**
 * Defines how users become the application's own records. Requests of one user that come at the same
 * time share one look-up, so that a record is created once.
 */
export function userMapping<Own>({
  attributes = { email: 'email', given_name: 'firstName', family_name: 'lastName' },
  find,
  create,
  update,
  createUnknown = true,
}: Hooks<Own>): UserMapping<Own> {
  const records = new WeakMap<FastifyRequest, { readonly record: Own }>();
  const loading = new Map<string, Promise<Own>>();
  const applied = new Set<string>();

  async function recordOf(user: User): Promise<Own> {
    const { jti } = user.idClaims ?? user.claims;
    const found = await find(user);
    if (found === undefined && !createUnknown) throw Refusal.unknownUser();
    if (found !== undefined && applied.has(jti)) return found;
    const values = valuesOf(user, attributes);
    const record = found === undefined ? create(values, user) : update(found, values, user);
    const saved = await record;
    for (const oldest of applied) {
      if (applied.size < mostTokens) break;
      applied.delete(oldest);
    }
    applied.add(jti);
    return saved;
  }

  return {
    of(request) {
      const loaded = knownIdentity(request) && records.get(request);
      if (loaded === undefined) throw Refusal.notSignedIn();
      return loaded.record;
    },
    async load(request, user) {
      const key = `${user.claims.iss} ${user.sub}`;
      const pending = loading.get(key) ?? recordOf(user).finally(() => loading.delete(key));
      loading.set(key, pending);
      records.set(request, { record: await pending });
    },
  };
}

/** What the tokens say under the application's names; what they do not say is left out. */
function valuesOf(
  { claims, idClaims }: User,
  attributes: Readonly<Record<string, string>>,
): MappedValues {
  const said: Readonly<Record<string, unknown>> = { ...claims, ...idClaims };
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([claim]) => Object.hasOwn(said, claim))
      .map(([claim, member]) => [member, said[claim]]),
  );
}
