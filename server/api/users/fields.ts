import type { Static } from '@sinclair/typebox';
import { invalidInput } from '../../errors.ts';
import { User } from '../answers.ts';

type UserAnswer = Static<typeof User>;

/** Members that a list answers; of the attributes only some, where single ones were asked for. */
type Fields = {
  readonly members: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string> | undefined;
};

const known = new Set(Object.keys(User.properties));
const prefix = 'attributes.';

/**
 * Reads a list such as `username,attributes.email`.
 *
 * @param isAttribute whether the pool has an attribute of this name
 * @returns undefined when nothing was chosen: every member is answered
 * @throws PoolkeeperError `invalid_input` (422) for what is no member of a user
 */
export async function readFields(
  text: string | undefined,
  isAttribute: (name: string) => Promise<boolean>,
): Promise<Fields | undefined> {
  if (text === undefined) return undefined;
  const names = [...new Set(text.split(','))];
  for (const name of names) {
    const attribute = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
    const isThere = attribute === undefined ? known.has(name) : await isAttribute(attribute);
    if (!isThere) throw unknownField(name);
  }
  const single = names.filter((name) => name.startsWith(prefix));
  const isWhole = names.includes('attributes') || single.length === 0;
  return {
    members: new Set(names.map((name) => (name.startsWith(prefix) ? 'attributes' : name))),
    attributes: isWhole ? undefined : new Set(single.map((name) => name.slice(prefix.length))),
  };
}

/** What was chosen of a user. */
export function chosenOf(user: UserAnswer, fields: Fields | undefined): Partial<UserAnswer> {
  if (fields === undefined) return user;
  const { members, attributes } = fields;
  const chosen: Partial<UserAnswer> = Object.fromEntries(
    Object.entries(user).filter(([name]) => members.has(name)),
  );
  if (attributes === undefined) return chosen;
  return {
    ...chosen,
    attributes: Object.fromEntries(
      Object.entries(user.attributes).filter(([name]) => attributes.has(name)),
    ),
  };
}

function unknownField(name: string) {
  const sentence = `Users have no member “${name.slice(0, 64)}”. Choose from ${[...known].join(', ')} and attributes.NAME.`;
  return invalidInput({ fields: sentence }, sentence);
}
