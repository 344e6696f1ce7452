import type { ActionLink, Badge, Moment } from '../web/rendering/page.ts';

/** Context of views/groups/list.eta. */
export type GroupListPage = {
  readonly rows: readonly {
    readonly name: string;
    readonly href: string;
    readonly description: string;
    readonly precedence: string;
    readonly roleArn: string;
    /** True for a group whose members can sign in to this console. */
    readonly isOperatorGroup: boolean;
    readonly modifiedAt: Moment;
  }[];
  readonly firstHref: string | undefined;
  readonly nextHref: string | undefined;
  readonly problem: string;
  readonly create: ActionLink | undefined;
};

/** Context of views/groups/detail.eta. */
export type GroupDetailPage = {
  readonly name: string;
  readonly description: string;
  readonly precedence: string;
  readonly roleArn: string;
  readonly isOperatorGroup: boolean;
  readonly createdAt: Moment;
  readonly modifiedAt: Moment;
  readonly members: readonly {
    readonly username: string;
    readonly href: string;
    readonly email: string;
    readonly status: Badge;
    readonly isEnabled: boolean;
    readonly remove: ActionLink | undefined;
  }[];
  readonly firstHref: string | undefined;
  readonly nextHref: string | undefined;
  readonly addMember: ActionLink | undefined;
  readonly actions: readonly ActionLink[];
  readonly listHref: string;
  readonly problem: string;
};
