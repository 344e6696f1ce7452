import { Type } from '@sinclair/typebox';
import type { UserPool } from '../../pools/pool.ts';
import { getPool } from '../../pools/store.ts';
import { invalidParameter } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { pageToken, readPageToken } from '../../wire/paging.ts';
import { AttributeName, PageLimit, PaginationToken, UserPoolId } from '../../wire/shapes.ts';
import { toUserType } from '../answers.ts';
import type { User } from '../user.ts';
import { parseFilter } from './filter.ts';
import { readUserPage } from './page-store.ts';

const maximumPage = 60;
const Position = Type.Object({
  value: Type.Union([Type.String(), Type.Number()]),
  key: Type.Number(),
});

/** ListUsers: users of a pool, a page at a time, filtered by one attribute. */
export const listUsers = defineOperation({
  name: 'ListUsers',
  category: 'UserList',
  access: 'iam',
  input: Type.Object({
    UserPoolId,
    AttributesToGet: Type.Optional(Type.Array(AttributeName)),
    Limit: Type.Optional(PageLimit),
    PaginationToken: Type.Optional(PaginationToken),
    Filter: Type.Optional(Type.String()),
  }),
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const filter = parseFilter(input.Filter ?? '');
    const wanted = checkWanted(pool, input.AttributesToGet);
    const query = ['ListUsers', pool.id, input.Filter ?? '', input.AttributesToGet ?? []];
    const after = readPageToken(context, input.PaginationToken, query, Position);
    const page = readUserPage(context, pool, filter, input.Limit || maximumPage, after);
    return {
      Users: page.users.map((user) => toUserType(user, wanted && namesOf(user, wanted))),
      ...(page.next === undefined ? {} : { PaginationToken: pageToken(context, query, page.next) }),
    };
  },
});

function checkWanted(
  pool: UserPool,
  names: readonly string[] | undefined,
): ReadonlySet<string> | undefined {
  if (names === undefined) return undefined;
  const known = new Set(pool.schema.map((attribute) => attribute.Name));
  if (!names.every((name) => known.has(name))) throw missingAttribute();
  return new Set(names);
}

/** Cognito refuses the whole listing when one user lacks a requested attribute. */
function namesOf(user: User, wanted: ReadonlySet<string>): ReadonlySet<string> {
  for (const name of wanted) {
    if (name !== 'sub' && user.attributes[name] === undefined) throw missingAttribute();
  }
  return wanted;
}

function missingAttribute() {
  return invalidParameter('One or more requested attributes do not exist.');
}
