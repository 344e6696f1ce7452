import type { AuditLine, Badge, Moment } from '../web/rendering/page.ts';

/** Context of views/audit/list.eta. */
export type AuditPage = {
  readonly lines: readonly AuditLine[];
  readonly action: string;
  readonly filter: {
    readonly operator: string;
    readonly target: string;
    readonly actionId: string;
    readonly actions: readonly { readonly value: string; readonly label: string }[];
    readonly outcome: string;
    readonly outcomes: readonly { readonly value: string; readonly label: string }[];
    /** Days, `2026-11-20`; empty where none was chosen. */
    readonly from: string;
    readonly until: string;
  };
  readonly verifyHref: string;
  /** Files of what the filter leaves; none for those who may not export. */
  readonly exports: readonly { readonly label: string; readonly href: string }[];
  readonly isFiltered: boolean;
  readonly clearHref: string;
  readonly firstHref: string | undefined;
  readonly olderHref: string | undefined;
};

/** One line about an entry. */
export type AuditFact = {
  readonly label: string;
  readonly value: string;
  readonly href: string | undefined;
  /** A name for machines rather than a word. */
  readonly isCode: boolean;
};

/** Context of views/audit/entry.eta. */
export type AuditEntryPage = {
  readonly number: number;
  /** The action's title, "Disable user". */
  readonly title: string;
  readonly at: Moment;
  readonly outcome: Badge;
  /** The sentence that the operator was shown, or what the outcome means; empty after success. */
  readonly message: string;
  readonly cards: readonly {
    readonly id: string;
    readonly title: string;
    readonly facts: readonly AuditFact[];
  }[];
  /** Error, request and duration; empty for what ended as it began. */
  readonly ending: readonly AuditFact[];
  /** The calls that the action consisted of, in their order. */
  readonly parts: readonly {
    readonly title: string;
    readonly outcome: Badge;
    /** Why it failed; empty when it did not. */
    readonly message: string;
    readonly took: string;
  }[];
  readonly backHref: string;
};

/** Context of views/audit/_verification.eta: how far it has come, or what it found. */
export type VerificationState = {
  /** Undefined when it has ended. */
  readonly progress: { readonly summary: string; readonly percent: number } | undefined;
  /** Undefined while it is under way. */
  readonly found:
    | {
        readonly isWhole: boolean;
        readonly summary: string;
        /** What was changed, removed or inserted, a sentence each. */
        readonly findings: readonly {
          readonly text: string;
          /** The entry, where there is one to look at. */
          readonly href: string | undefined;
        }[];
        readonly headNumber: number;
        /** To be compared with one noted elsewhere; empty while the audit is. */
        readonly headHash: string;
        readonly verifiedAt: Moment;
      }
    | undefined;
};

/** Context of views/audit/verify.eta. */
export type VerificationPage = VerificationState & {
  /** The address that shows this one, also when it has ended. */
  readonly hereHref: string;
  /** Begins another one. */
  readonly againHref: string;
  /** Tells how far it has come. */
  readonly streamHref: string;
  readonly backHref: string;
};
