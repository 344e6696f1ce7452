import type { FormField } from '../web/rendering/form-fields.ts';

/** Context of views/actions/page.eta and of its fragment views/actions/_form.eta. */
export type ActionFormPage = {
  /** "Disable user" */
  readonly title: string;
  /** What it is done to: "alice", "group editors", "pool demo". */
  readonly targetLabel: string;
  /** What will happen, in plain words. */
  readonly consequence: string;
  readonly danger: 'none' | 'caution' | 'severe';
  /** Where the form is posted to. */
  readonly action: string;
  readonly cancelHref: string;
  /** Sent back unseen: the state that the form shows. */
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly submitLabel: string;
  /** Sections in order; the first usually has no title. */
  readonly sections: readonly {
    readonly title: string;
    readonly fields: readonly FormField[];
    /** Rarely used and empty: shown as a heading that opens. */
    readonly isFolded: boolean;
  }[];
  /** Asked for typed, before something that cannot be undone; undefined otherwise. */
  readonly confirmation:
    | {
        readonly name: string;
        readonly expected: string;
        readonly value: string;
        readonly error: string;
      }
    | undefined;
  /** Why it was refused or failed, as one or two sentences; empty at first. */
  readonly problem: string;
};
