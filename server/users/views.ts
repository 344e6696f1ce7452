import type { ActionLink, AuditLine, Badge, Moment } from '../web/rendering/page.ts';
import type { NextStepCard, SectionLink } from './detail/views.ts';
import type { TimelineLine } from './timeline.ts';

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
  /** Newest first. */
  readonly timeline: readonly TimelineLine[];
  readonly audit: readonly AuditLine[];
  readonly auditHref: string;
  readonly listHref: string;
  readonly problem: string;
};
