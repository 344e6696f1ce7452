import type { FormField } from '../web/rendering/form-fields.ts';

/** Context of views/saved-views/page.eta and of its fragment _form.eta. */
export type SavedViewForm = {
  readonly title: string;
  /** Where the form is sent to with POST. */
  readonly action: string;
  /** What is saved, in words: the search, or that it is everybody. */
  readonly search: string;
  /** The query of the list, for the form to send along; empty where it is known already. */
  readonly query: string;
  readonly fields: readonly FormField[];
  readonly submitLabel: string;
  readonly cancelHref: string;
  /** Undefined for a view that is yet to be saved. */
  readonly deleteAction: string | undefined;
};
