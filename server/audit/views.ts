import type { AuditLine } from '../web/page.ts';

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
  };
  readonly isFiltered: boolean;
  readonly clearHref: string;
  readonly firstHref: string | undefined;
  readonly olderHref: string | undefined;
};
