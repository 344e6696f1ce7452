import type { ActionLink, Badge, Moment } from '../web/rendering/page.ts';
import type { NextStepCard, SectionLink } from './detail/views.ts';
import type { TimelineLine } from './history-lines.ts';

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
  readonly history: {
    /** Newest first. */
    readonly lines: readonly TimelineLine[];
    /** Undefined on the first page. */
    readonly newestHref: string | undefined;
    readonly olderHref: string | undefined;
    /** Undefined for those who may not read the audit. */
    readonly auditHref: string | undefined;
  };
  readonly listHref: string;
  readonly problem: string;
};
