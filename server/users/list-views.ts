import type { FreshnessLine } from '../freshness/view.ts';
import type { ActionLink, Badge, Moment } from '../web/rendering/page.ts';
import type { FacetMenu } from './facets.ts';

/** What a column shows of one user. */
export type UserCell = {
  /** The column's heading. */
  readonly label: string;
} & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'status'; readonly badge: Badge }
  | { readonly kind: 'enabled'; readonly isEnabled: boolean }
  | { readonly kind: 'groups'; readonly groups: readonly string[] }
  | { readonly kind: 'time'; readonly moment: Moment }
  | {
      readonly kind: 'mfa';
      readonly text: string;
      /** When the pool was asked; undefined for somebody it was never asked for. */
      readonly asked: Moment | undefined;
    }
);

/** A row of the user list. */
export type UserRow = {
  readonly username: string;
  readonly href: string;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly cells: readonly UserCell[];
};

/** Context of views/users/list/_rows.eta. */
export type UserRows = {
  readonly users: readonly UserRow[];
  readonly canBeTicked: boolean;
};

/** A column's heading, which sorts by it. */
export type UserColumn = {
  readonly label: string;
  /** Undefined for what cannot be sorted by. */
  readonly sortHref: string | undefined;
  /** A wide one; the others share what is left. */
  readonly isWide: boolean;
  readonly order: 'ascending' | 'descending' | 'none';
};

/** What is wrong with a search, cut where it is wrong. */
export type SearchProblemLine = {
  readonly message: string;
  readonly before: string;
  readonly wrong: string;
  readonly after: string;
};

/** Saved views above the list. */
export type ViewsBar = {
  readonly all: { readonly href: string; readonly isCurrent: boolean };
  readonly views: readonly {
    readonly name: string;
    readonly href: string;
    readonly isCurrent: boolean;
    /** "Shared by alice"; empty for the operator's own. */
    readonly by: string;
  }[];
  /** Saves the list as it is; undefined while there is nothing to save. */
  readonly save: { readonly href: string } | undefined;
  /** Changes the view that is shown; undefined when it is none, or not theirs to change. */
  readonly change: { readonly name: string; readonly href: string } | undefined;
};

/** Context of views/users/list/page.eta and of its fragment views/users/list/_update.eta; it never changes. */
export type UserListPage = {
  /** The list's own address, which the search is sent to with GET. */
  readonly action: string;
  readonly search: string;
  readonly searchProblem: SearchProblemLine | undefined;
  /** What the address says besides the search, for the form to send along. */
  readonly kept: readonly { readonly name: string; readonly value: string }[];
  readonly views: ViewsBar;
  readonly facets: readonly FacetMenu[];
  readonly columns: readonly UserColumn[];
  /** For the menu in which columns and order are chosen. */
  readonly choices: {
    readonly columns: readonly Choice[];
    readonly orders: readonly Choice[];
  };
  readonly rows: UserRows;
  /** The search that the rows answer. */
  readonly shown: string;
  readonly isFiltered: boolean;
  readonly clearHref: string;
  readonly firstHref: string | undefined;
  readonly nextHref: string | undefined;
  /** "2,003 users", "10,000+ users match"; empty while that is not known. */
  readonly summary: string;
  /** Where those who match are counted, which takes a moment; undefined when that is done. */
  readonly countHref: string | undefined;
  /** Something to know about the order or about how far was looked; empty when there is nothing. */
  readonly note: string;
  /** Of whom second factors are known, where the list tells them; else empty. */
  readonly mfaNote: string;
  /** Why there is nothing to show: what happened and what to do; else empty. */
  readonly problem: string;
  readonly freshness: FreshnessLine;
  readonly create: ActionLink | undefined;
  /** Undefined for operators who may not do anything to many at once. */
  readonly bulk: BulkBar | undefined;
};

/** What can be done to ticked users, or to all that match. */
export type BulkBar = {
  /** Where the choice is posted to. */
  readonly action: string;
  readonly actions: readonly { readonly value: string; readonly label: string }[];
  /** "All 2,003 users", "All 12 that match" */
  readonly allLabel: string;
};

type Choice = { readonly value: string; readonly label: string; readonly isChosen: boolean };
