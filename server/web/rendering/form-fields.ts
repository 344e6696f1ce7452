import type { FieldErrors } from '../../errors.ts';

/**
 * One control of a form, ready for the template: what it is called, what was typed, what is wrong
 * with it. The same shape serves the sign-in pages and every action.
 */
export type FormField = {
  /** The key in the posted body; also the id's stem. */
  readonly name: string;
  readonly label: string;
  readonly kind:
    | 'text'
    | 'email'
    | 'tel'
    | 'password'
    | 'number'
    | 'datetime'
    | 'checkbox'
    | 'select'
    | 'textarea';
  /** What was typed, or the present value; always empty for passwords. */
  readonly value: string;
  /** For a checkbox only. */
  readonly isChecked: boolean;
  readonly isRequired: boolean;
  /** One sentence under the control; empty when there is nothing to say. */
  readonly help: string;
  /** The message beside the field; empty when it is fine. */
  readonly error: string;
  /** For a select only. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** The HTML autocomplete token (`off`, `new-password`, `username`). */
  readonly autocomplete: string;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
};

/**
 * What is said above a form: the problem, and every message whose field is not on the form, so that no
 * refusal is without a word.
 */
export function problemAbove(
  problem: string,
  errors: FieldErrors,
  fieldsOnForm: readonly string[],
): string {
  const unplaced = Object.entries(errors).filter(([name]) => !fieldsOnForm.includes(name));
  return [...new Set([problem, ...unplaced.map(([, message]) => message)])].join(' ').trim();
}
