import type { ActionLink, AuditLine, Badge, Moment } from '../web/page.ts';
import type { NextStepCard, SectionLink } from './detail/views.ts';

/** A row of the user list. */
export type UserRow = {
  readonly username: string;
  readonly href: string;
  readonly email: string;
  readonly name: string;
  readonly status: Badge;
  readonly isEnabled: boolean;
  /** Undefined when the groups could not be read. */
  readonly groups: readonly string[] | undefined;
  readonly createdAt: Moment;
  readonly modifiedAt: Moment;
};

/** Context of views/users/list.eta and of its fragment views/users/_results.eta. */
export type UserListPage = {
  /** The list's own address, which the filter form is sent to with GET. */
  readonly action: string;
  readonly filter: {
    /** Attribute that the prefix is looked for in. */
    readonly attribute: string;
    readonly prefix: string;
    readonly status: string;
    readonly attributes: readonly { readonly value: string; readonly label: string }[];
    readonly statuses: readonly { readonly value: string; readonly label: string }[];
    /** The service filters by one thing only: says so when both were given; else empty. */
    readonly error: string;
  };
  readonly rows: readonly UserRow[];
  readonly isFiltered: boolean;
  readonly clearHref: string;
  readonly firstHref: string | undefined;
  readonly nextHref: string | undefined;
  /** "About 2,003 users in this pool" */
  readonly summary: string;
  /** The pool could not be reached: what happened and what to do; else empty. */
  readonly problem: string;
  readonly create: ActionLink | undefined;
};

/** Context of views/users/detail.eta. */
export type UserDetailPage = {
  readonly username: string;
  readonly title: string;
  readonly sub: string;
  readonly status: Badge;
  readonly isEnabled: boolean;
  readonly createdAt: Moment;
  readonly modifiedAt: Moment;
  readonly attributes: readonly {
    readonly name: string;
    readonly label: string;
    readonly value: string;
    /** For e-mail and phone: whether the contact is verified; undefined for others. */
    readonly verified: Badge | undefined;
  }[];
  /** Undefined when the groups could not be read. */
  readonly groups:
    | readonly {
        readonly name: string;
        readonly href: string;
        readonly description: string;
        readonly remove: ActionLink | undefined;
      }[]
    | undefined;
  readonly addToGroup: ActionLink | undefined;
  readonly edit: ActionLink | undefined;
  /** Undefined while the pool's settings cannot be read. */
  readonly nextStep: NextStepCard | undefined;
  readonly actions: readonly ActionLink[];
  readonly sections: readonly SectionLink[];
  readonly audit: readonly AuditLine[];
  readonly auditHref: string;
  readonly listHref: string;
  readonly problem: string;
};
