import type { Role } from './permissions.ts';

/** The signed-in person behind a request, taken from verified tokens only. */
export type Operator = {
  readonly sub: string;
  readonly username: string;
  /** Shown in the page's corner; the username where the pool knows no e-mail. */
  readonly displayName: string;
  readonly role: Role;
  /** Identifies the session in the audit without being able to resume it. */
  readonly sessionId: string;
  /** When the person last proved who they are. */
  readonly signedInAt: Date;
  /** Set for a program that calls with an API key: then `sub` and `username` are those of the key. */
  readonly key?: ApiKeyPower | undefined;
};

/** What an API key may do, beside what its role allows. */
export type ApiKeyPower = {
  readonly id: string;
  /** The administrator who made it. */
  readonly owner: { readonly sub: string; readonly username: string };
  /** Ids of the actions it is for; undefined: all of its role. */
  readonly verbs: readonly string[] | undefined;
  /** Aliases of the pools it is for; undefined: all. */
  readonly pools: readonly string[] | undefined;
};

/** The person whom a request acts for: the operator, or the administrator who made the API key. */
export function personOf({ sub, key }: Pick<Operator, 'sub' | 'key'>): string {
  return key?.owner.sub ?? sub;
}

/** Whether this action is among what the operator's API key was made for; always true without a key. */
export function isVerbAllowed({ key }: Pick<Operator, 'key'>, action: string): boolean {
  return key?.verbs === undefined || key.verbs.includes(action);
}

/** Whether this pool is among those that the operator's API key was made for; always true without a key. */
export function isPoolAllowed({ key }: Pick<Operator, 'key'>, alias: string): boolean {
  return key?.pools === undefined || key.pools.includes(alias);
}

/** How somebody came in: by the console's own pages, by managed login, or with an access token. */
export type WayIn = 'direct' | 'managed' | 'bearer';

/**
 * The operator of a request on a route that nobody else reaches.
 *
 * @throws Error when the route is open to anyone, which is a mistake in the code
 */
export function operatorOf(request: { operator: Operator | undefined }): Operator {
  if (request.operator === undefined) throw new Error('This route has no operator.');
  return request.operator;
}
