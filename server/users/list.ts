import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { attributeLabel } from '../actions/attributes/attribute-fields.ts';
import { actionLink } from '../actions/links.ts';
import {
  type FilterableAttribute,
  type PoolDescription,
  type UserStatus,
  userStatuses,
} from '../cognito/types.ts';
import type { ListedUser, UserListing } from '../directory/directory.ts';
import { statusBadge, statusBadgeOf } from '../directory/status.ts';
import { PoolkeeperError } from '../errors.ts';
import { operatorOf } from '../operators/operator.ts';
import type { ManagedPool, Pools } from '../pools.ts';
import { momentOf } from '../web/moment.ts';
import { userPath, usersPath, withQuery } from '../web/paths.ts';
import type { UserListPage, UserRow } from './views.ts';

type Services = { readonly pools: Pools; readonly now: () => Date };

const rowsOnAPage = 25;

const searchable: readonly FilterableAttribute[] = [
  'username',
  'email',
  'name',
  'given_name',
  'family_name',
  'phone_number',
  'preferred_username',
  'sub',
];

/** Statuses that a pool of today can hold; the service names others that it never sets. */
const listedStatuses: readonly UserStatus[] = userStatuses.filter(
  (status) => status !== 'ARCHIVED' && status !== 'UNKNOWN',
);

const text = Type.Optional(Type.String({ maxLength: 2048 }));

/** The users of a pool, filtered by the start of an attribute and by status. */
export const userListRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  app.get(
    '/pools/:pool/users',
    {
      config: { permission: 'users:read' },
      schema: {
        params: Type.Object({ pool: Type.String() }),
        querystring: Type.Object({
          attribute: text,
          prefix: text,
          status: text,
          cursor: Type.Optional(Type.String({ maxLength: 16_384 })),
        }),
      },
    },
    async (request, reply) => {
      const pool = services.pools.get(request.params.pool);
      const { prefix = '', cursor = '' } = request.query;
      const attribute = searchable.find((one) => one === request.query.attribute) ?? 'username';
      const status = readStatus(request.query.status);
      const value = prefix.trim();
      const { listing, description, problem } = await read(pool, {
        prefix: value === '' ? undefined : { attribute, value },
        status,
        cursor: cursor || undefined,
        limit: rowsOnAPage,
      });

      const path = usersPath(pool.alias);
      const here = withQuery(path, {
        attribute: value === '' ? undefined : attribute,
        prefix: value,
        status,
      });
      const isFiltered = here !== path;
      const { nextCursor } = listing;
      const context: UserListPage = {
        action: path,
        filter: {
          attribute,
          prefix,
          status: status ?? '',
          attributes: searchable.map((one) => ({ value: one, label: attributeLabel(one) })),
          statuses: [
            { value: '', label: 'Any status' },
            ...listedStatuses.map((one) => ({ value: one, label: statusBadge(one).label })),
            { value: 'enabled', label: 'Enabled' },
            { value: 'disabled', label: 'Disabled' },
          ],
          error: '',
        },
        rows: listing.users.map((one) => rowOf(one, pool.alias, description, services.now())),
        isFiltered,
        clearHref: path,
        firstHref: cursor === '' ? undefined : here,
        nextHref: nextCursor === undefined ? undefined : withQuery(here, { cursor: nextCursor }),
        summary: summarise(listing, description, isFiltered || cursor !== ''),
        problem,
        create: actionLink('user.create', operatorOf(request), pool.alias, {
          kind: 'pool',
          name: pool.alias,
        }),
      };
      return reply.page({
        title: 'Users',
        template: 'users/list',
        fragment: 'users/_results',
        context,
      });
    },
  );
};

type Answer = {
  readonly listing: UserListing;
  readonly description: PoolDescription | undefined;
  /** Why there is nothing to show; empty when the pool answered. */
  readonly problem: string;
};

/** A pool that does not answer leaves the page standing, with the reason on it. */
async function read(
  pool: ManagedPool,
  query: Parameters<ManagedPool['directory']['list']>[0],
): Promise<Answer> {
  const described = pool.gateway.describePool().catch(() => undefined);
  try {
    const listing = await pool.directory.list(query);
    return { listing, description: await described, problem: '' };
  } catch (error) {
    if (!(error instanceof PoolkeeperError)) throw error;
    const listing = { users: [], nextCursor: undefined };
    return { listing, description: await described, problem: error.publicMessage };
  }
}

function readStatus(text: string | undefined): UserStatus | 'enabled' | 'disabled' | undefined {
  if (text === 'enabled' || text === 'disabled') return text;
  return userStatuses.find((status) => status === text);
}

function rowOf(
  { user, groups }: ListedUser,
  pool: string,
  description: PoolDescription | undefined,
  now: Date,
): UserRow {
  const { attributes } = user;
  const fullName = [attributes.given_name, attributes.family_name].filter(Boolean).join(' ');
  return {
    username: user.username,
    href: userPath(pool, user.username),
    email: attributes.email ?? '',
    name: attributes.name ?? fullName,
    status: statusBadgeOf(user, description?.passwordPolicy, now),
    isEnabled: user.isEnabled,
    groups,
    createdAt: momentOf(user.createdAt, now),
    modifiedAt: momentOf(user.modifiedAt, now),
  };
}

function summarise(
  { users }: UserListing,
  description: PoolDescription | undefined,
  isPart: boolean,
): string {
  if (users.length === 0) return '';
  if (isPart || description === undefined) return `${users.length} users on this page`;
  const count = new Intl.NumberFormat('en').format(description.estimatedUsers);
  return `About ${count} users in this pool`;
}
