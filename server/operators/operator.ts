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
};

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
