import type { TargetName } from '../actions/target.ts';
import { nameToSegment } from './dot-names.ts';

/** Addresses of the console's pages. Names are encoded here and nowhere else. */
const inPool = (pool: string, ...parts: string[]): string =>
  ['/pools', pool, ...parts]
    .map((part, index) => (index === 0 ? part : nameToSegment(part)))
    .join('/');

export const overviewPath = (pool: string): string => inPool(pool);
export const usersPath = (pool: string): string => inPool(pool, 'users');
export const userPath = (pool: string, username: string): string => inPool(pool, 'users', username);
export const viewsPath = (pool: string): string => inPool(pool, 'views');
export const freshnessPath = (pool: string): string => inPool(pool, 'freshness');
export const groupsPath = (pool: string): string => inPool(pool, 'groups');
export const groupPath = (pool: string, group: string): string => inPool(pool, 'groups', group);
export const jobsPath = (pool: string): string => inPool(pool, 'jobs');
export const jobPath = (pool: string, number: number): string =>
  inPool(pool, 'jobs', String(number));
export const auditPath = (pool: string): string => inPool(pool, 'audit');
export const auditEntryPath = (pool: string, number: number): string =>
  inPool(pool, 'audit', String(number));

export const apiKeysPath = '/api-keys';
export const newApiKeyPath = `${apiKeysPath}/new`;
export const apiKeyPath = (id: string): string => `${apiKeysPath}/${encodeURIComponent(id)}`;
export const webhooksPath = '/webhooks';
export const webhookPath = (id: string): string => `${webhooksPath}/${nameToSegment(id)}`;

/** The page on which a target is shown. */
export function targetPath(pool: string, target: TargetName): string {
  if (target.kind === 'user') return userPath(pool, target.name);
  if (target.kind === 'group') return groupPath(pool, target.name);
  return usersPath(pool);
}

/** Adds parameters to a path that may have some already; undefined and empty values are left out. */
export function withQuery(
  path: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const [base = path, query] = path.split('?', 2);
  const search = new URLSearchParams(query);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || value === '') search.delete(name);
    else search.set(name, value);
  }
  return search.size === 0 ? base : `${base}?${search}`;
}
