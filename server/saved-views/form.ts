import type { Operator } from '../operators/operator.ts';
import { isAllowed } from '../operators/permissions.ts';
import { usersPath, viewsPath } from '../web/paths.ts';
import type { FormField } from '../web/rendering/form-fields.ts';
import { longestName } from './rules.ts';
import type { SavedViewForm } from './views.ts';

type Shown = {
  /** Of a view that exists. */
  readonly id?: number;
  readonly query: string;
  readonly name?: string;
  readonly isShared?: boolean;
  /** What is wrong with the name. */
  readonly error?: string;
};

/** The form in which a view is named: a new one, or one that exists. */
export function savedViewForm(
  pool: string,
  operator: Operator,
  { id, query, name = '', isShared = false, error = '' }: Shown,
): SavedViewForm {
  const path = viewsPath(pool);
  const list = usersPath(pool);
  const nothing = {
    help: '',
    error: '',
    options: [],
    autocomplete: 'off',
    minLength: undefined,
    maxLength: undefined,
  };
  const fields: FormField[] = [
    {
      ...nothing,
      name: 'name',
      label: 'Name',
      kind: 'text',
      value: name,
      isChecked: false,
      isRequired: true,
      error,
      maxLength: longestName,
    },
  ];
  if (isAllowed(operator.role, 'views:share')) {
    fields.push({
      ...nothing,
      name: 'shared',
      label: 'Share with all operators of this pool',
      kind: 'checkbox',
      value: '',
      isChecked: isShared,
      isRequired: false,
    });
  }
  return {
    title: id === undefined ? 'Save this list as a view' : 'Change the view',
    action: id === undefined ? path : `${path}/${id}`,
    search: new URLSearchParams(query).get('q') ?? '',
    query: id === undefined ? query : '',
    fields,
    submitLabel: id === undefined ? 'Save view' : 'Save changes',
    cancelHref: query === '' ? list : `${list}?${query}`,
    deleteAction: id === undefined ? undefined : `${path}/${id}/delete`,
  };
}
