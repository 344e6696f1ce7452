import { createHash, randomUUID } from 'node:crypto';
import { sectionsOf } from '../../actions/form.ts';
import { confirmationField, type Demands } from '../../actions/pipeline/demands.ts';
import { shownField } from '../../actions/posted/shown.ts';
import type { FieldErrors } from '../../errors.ts';
import type { ManagedPool } from '../../pools.ts';
import { jobsPath, userPath, usersPath, withQuery } from '../../web/paths.ts';
import { problemAbove } from '../../web/rendering/form-fields.ts';
import type { JobUser } from '../job.ts';
import { asksForCount, type BulkAction, schemaOf } from '../start/bulk-action.ts';
import { type Selection, selectionWords } from '../start/selection.ts';
import type { NewJobPage } from '../views.ts';
import { namesOf } from './names.ts';
import { ownFields, type Sent, textOf } from './request.ts';

export type Asked = {
  readonly pool: ManagedPool;
  readonly action: BulkAction;
  readonly selection: Selection;
  readonly users: readonly JobUser[];
  /** What the form holds already. */
  readonly sent: Sent;
  readonly errors: FieldErrors;
  readonly problem: string;
};

const inSample = 10;
const number = new Intl.NumberFormat('en');

export function countWords(count: number): string {
  return `${number.format(count)} ${count === 1 ? 'user' : 'users'}`;
}

/** Says in words what will happen to whom. */
export async function newJobPage(asked: Asked, demands: Demands): Promise<NewJobPage> {
  const { pool, action, selection, users, sent, errors, problem } = asked;
  const { alias, gateway } = pool;
  const schema = await schemaOf(pool, action, demands);
  const choices = (await action.bulk.choices?.(gateway)) ?? {};
  const count = countWords(users.length);
  const left = users.length - inSample;
  const sample = users.slice(0, inSample);
  const names = await namesOf(pool.directory.reader, sample);
  return {
    title: `${action.label}: ${count}`,
    action: `${jobsPath(alias)}/new`,
    cancelHref: withQuery(usersPath(alias), {
      q: selection.scope === 'all' ? selection.search : '',
    }),
    count,
    selection: selectionWords(selection),
    sample: sample.map(({ username }, index) => ({
      name: names[index] ?? username,
      username,
      href: userPath(alias, username),
    })),
    more: left > 0 ? `and ${number.format(left)} more` : '',
    consequence: action.bulk.consequence,
    danger: action.danger,
    hidden: hiddenFields(asked),
    sections: sectionsOf(schema, sent, errors, choices),
    confirmation: asksForCount(action)
      ? {
          name: confirmationField,
          expected: String(users.length),
          value: textOf(sent, confirmationField),
          error: errors[confirmationField] ?? '',
        }
      : undefined,
    submitLabel: `${action.label}: ${count}`,
    problem: problemAbove(problem, errors, [...Object.keys(schema.properties), confirmationField]),
  };
}

/** The choice itself, and the key by which a form that is sent twice is known. */
function hiddenFields({ action, selection, users, sent }: Asked): NewJobPage['hidden'] {
  const chosen =
    selection.scope === 'all'
      ? [{ name: ownFields.search, value: selection.search }]
      : users.map(({ username }) => ({ name: ownFields.user, value: username }));
  return [
    { name: ownFields.action, value: action.id },
    { name: ownFields.scope, value: selection.scope },
    ...chosen,
    { name: shownField('users'), value: digestOf(users) },
    { name: 'count', value: String(users.length) },
    { name: 'key', value: keyOf(sent) ?? randomUUID() },
  ];
}

/** Stands for exactly these users, in the order of the list. */
export function digestOf(users: readonly JobUser[]): string {
  const hash = createHash('sha256');
  for (const { sub } of users) hash.update(`${sub}\n`);
  return hash.digest('base64url');
}

/** The key that a form carries; undefined when it is none that we made. */
export function keyOf(sent: Sent): string | undefined {
  const key = textOf(sent, 'key');
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key) ? key : undefined;
}
