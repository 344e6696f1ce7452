import type { ActionFormPage } from '../actions/views.ts';
import type { Badge, Moment } from '../web/rendering/page.ts';

/** Context of views/jobs/new.eta: what will happen to whom, before it is confirmed. */
export type NewJobPage = {
  readonly title: string;
  /** Where the form is sent to with POST. */
  readonly action: string;
  readonly cancelHref: string;
  /** "12 users", who they are in words, and how many more than the sample. */
  readonly count: string;
  readonly selection: string;
  readonly sample: readonly {
    readonly name: string;
    readonly username: string;
    readonly href: string;
  }[];
  readonly more: string;
  readonly consequence: string;
  readonly danger: ActionFormPage['danger'];
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly sections: ActionFormPage['sections'];
  readonly confirmation: ActionFormPage['confirmation'];
  readonly submitLabel: string;
  readonly problem: string;
};

/** Context of views/jobs/list.eta. */
export type JobListPage = {
  readonly rows: readonly JobRow[];
  readonly usersHref: string;
  readonly mayRun: boolean;
  readonly firstHref: string | undefined;
  readonly nextHref: string | undefined;
};

export type JobRow = {
  readonly number: number;
  readonly title: string;
  readonly href: string;
  readonly startedBy: string;
  readonly createdAt: Moment;
  readonly state: Badge;
  /** "118 done, 2 not done" */
  readonly result: string;
};

/** Context of views/jobs/detail.eta. */
export type JobPage = {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly isOver: boolean;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly createdAt: Moment;
  readonly endedAt: Moment | undefined;
  /** Buttons: what was chosen, and where it is posted to. */
  readonly buttons: readonly {
    readonly label: string;
    readonly action: string;
    readonly icon: string;
    readonly isSevere: boolean;
  }[];
  readonly streamHref: string;
  readonly listHref: string;
  readonly progress: JobProgress;
};

/** Context of views/jobs/_progress.eta, the part that changes. */
export type JobProgress = {
  readonly state: Badge;
  /** "118 of 120 users, about 3 a second, a minute left" */
  readonly summary: string;
  /** 0 to 100. */
  readonly percent: number;
  /** Why it waits or was stopped; empty otherwise. */
  readonly problem: string;
  readonly counts: readonly { readonly label: string; readonly count: string }[];
  /** Those to whom it was not done. */
  readonly troubles: readonly {
    /** The username, or name and address where Cognito generates it. */
    readonly name: string;
    readonly username: string;
    readonly href: string;
    readonly outcome: Badge;
    readonly message: string;
  }[];
  readonly firstHref: string | undefined;
  readonly nextHref: string | undefined;
};
