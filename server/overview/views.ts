import type { FreshnessLine } from '../freshness/view.ts';
import type { Badge } from '../web/rendering/page.ts';

/** A series of days as bars; lengths are in units of the drawing. */
export type DayChart = {
  readonly id: string;
  readonly title: string;
  /** "1,204 in 30 days" */
  readonly summary: string;
  readonly width: number;
  readonly height: number;
  readonly bars: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    /** "2026-01-31: 12" */
    readonly label: string;
  }[];
  /** The largest count, at the height of the top line. */
  readonly most: string;
  readonly firstDay: string;
  readonly lastDay: string;
  /** What the numbers leave out; empty when it is nothing. */
  readonly note: string;
  /** Newest first, for the table. */
  readonly days: readonly { readonly day: string; readonly count: string }[];
};

/** Context of views/overview/page.eta. */
export type OverviewPage = {
  readonly freshness: FreshnessLine;
  /** Of users, in words that fit a heading: "2,003 users". */
  readonly total: string;
  readonly listHref: string;
  readonly statuses: readonly {
    readonly badge: Badge;
    readonly count: string;
    readonly disabled: string;
    /** "61 %" */
    readonly share: string;
    /** 0 to 100. */
    readonly percent: number;
    readonly href: string;
  }[];
  readonly stuck: readonly {
    readonly title: string;
    readonly explanation: string;
    readonly count: string;
    readonly isNobody: boolean;
    readonly href: string;
  }[];
  readonly charts: readonly DayChart[];
};
