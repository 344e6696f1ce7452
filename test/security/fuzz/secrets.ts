import {
  isAllowed,
  type Permission,
  type Role,
  roles,
} from '../../../server/operators/permissions.ts';
import { auditPath, groupPath, userPath, withQuery } from '../../../server/web/paths.ts';

/** Somebody who has not signed in. */
export const nobody = 'nobody';
export const everybody = [nobody, ...roles] as const;
export type Who = (typeof everybody)[number];

/** What may reach some and not others. */
export type Secret = {
  readonly what: string;
  /** As it would stand in an answer; several where any of them is as secret. */
  texts(): readonly string[];
  /** @param url the pattern of the route that answered */
  mayReach(who: Who, url: string): boolean;
  /** An address that shows it to those whom it may reach; undefined where it may reach none. */
  readonly shownAt: string | undefined;
};

/** A password that forms carry; no answer to anybody repeats it. */
export const typedPassword = 'Typed-1nto-a-form';

/** What somebody began to write in a form that then asked to sign in again. */
export const draftReason = 'only-half-typed';

/** A list that somebody gave a name, kept alone or shown to all operators. */
export type PlantedView = {
  readonly owner: Role;
  readonly name: string;
  readonly isShared: boolean;
  readonly id: string;
};

type Planted = {
  readonly keeper: string;
  readonly email: string;
  readonly group: string;
  readonly description: string;
  readonly reason: string;
  readonly views: readonly PlantedView[];
  readonly addresses: Readonly<Record<Who, string>>;
  readonly draft: { readonly name: string; readonly path: string };
  readonly cookiesOf: (role: Role) => readonly string[];
};

const pool = 'sandbox';

/** Everything that was planted, and whom it may reach. */
export function secretsOf(planted: Planted): readonly Secret[] {
  const { keeper, email, group, description, reason, views, addresses, draft, cookiesOf } = planted;
  const holders = (
    what: string,
    text: string,
    permission: Permission,
    shownAt: string,
  ): Secret => ({
    what,
    texts: () => [text],
    mayReach: (who) => who !== nobody && isAllowed(who, permission),
    shownAt,
  });
  return [
    holders('an address of a user', email, 'users:read', userPath(pool, keeper)),
    holders('what a group is for', description, 'groups:read', groupPath(pool, group)),
    holders(
      'a reason in the audit',
      reason,
      'audit:read',
      withQuery(auditPath(pool), { target: keeper }),
    ),
    ...views.map(
      ({ name, owner, isShared }): Secret => ({
        what: `a view of ${owner}${isShared ? ' for all' : ''}`,
        texts: () => [name],
        mayReach: (who) => who === owner || (isShared && who !== nobody),
        shownAt: `/pools/${pool}/users`,
      }),
    ),
    ...roles.map(
      (role): Secret => ({
        what: `where ${role} signed in from`,
        texts: () => [addresses[role]],
        mayReach: (who, url) =>
          who === role ||
          who === 'admin' ||
          (/\/export\.|\/audit\/:number/.test(url) && who === 'auditor'),
        shownAt: '/sessions',
      }),
    ),
    {
      what: 'a form that somebody left half-way',
      texts: () => [draftReason],
      mayReach: (who) => who === 'admin',
      shownAt: withQuery(draft.path, { draft: draft.name }),
    },
    ...roles.map(
      (role): Secret => ({
        what: `the session of ${role}`,
        texts: () => cookiesOf(role),
        mayReach: () => false,
        shownAt: undefined,
      }),
    ),
    {
      what: 'a password that was typed',
      texts: () => [typedPassword],
      mayReach: () => false,
      shownAt: undefined,
    },
  ];
}
