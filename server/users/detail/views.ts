import type { ActionLink, Moment } from '../../web/rendering/page.ts';

/** Context of views/users/_next-step.eta: what keeps the user out, and the button that mends it. */
export type NextStepCard = {
  readonly tone: 'danger' | 'warning' | 'info' | 'success';
  readonly title: string;
  readonly text: string;
  readonly button: ActionLink | undefined;
  /** Said instead of a button that the reader may not press; else empty. */
  readonly whoMay: string;
  readonly otherwise: { readonly text: string; readonly link: ActionLink } | undefined;
};

/** A part of the page that is read from the pool only when somebody opens it. */
export type SectionLink = { readonly id: string; readonly title: string; readonly href: string };

export type SectionCell = {
  readonly text: string;
  /** Shown instead of the text. */
  readonly moment: Moment | undefined;
  /** May be one endless word, which is broken anywhere. */
  readonly isLong: boolean;
};

/** What a section shows: a table, or why there is none. */
export type SectionContent = {
  /** One sentence on what is shown, or why nothing can be. */
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly cells: readonly SectionCell[];
    readonly action: ActionLink | undefined;
  }[];
  readonly actions: readonly ActionLink[];
};

/** Context of views/users/section.eta and of its fragment views/users/_section.eta. */
export type SectionPage = SectionContent & {
  readonly title: string;
  readonly username: string;
  readonly backHref: string;
  /** The next page of a long list. */
  readonly nextHref: string | undefined;
};
