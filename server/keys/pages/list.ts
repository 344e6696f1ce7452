import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { roleWords } from '../../operators/role-words.ts';
import { apiKeyPath, apiKeysPath, auditPath, newApiKeyPath, withQuery } from '../../web/paths.ts';
import { momentOf } from '../../web/rendering/moment.ts';
import { type ApiKey, actorOfKey, stateOf } from '../api-key.ts';
import type { KeyListPage, KeyPage } from '../views.ts';
import { keyOf } from './change.ts';
import type { KeyServices } from './services.ts';
import { actionCount, actionWords, poolWords, stateBadges } from './words.ts';

const config = { permission: 'keys:manage' } as const;

/** The list of keys, and the page of each. No page but the answer to a form shows a key itself. */
export const keyListRoutes: FastifyPluginAsyncTypebox<KeyServices> = async (app, services) => {
  const { keys, pools, now } = services;

  app.get(apiKeysPath, { config }, async (_request, reply) => {
    const time = now();
    const context: KeyListPage = {
      newHref: newApiKeyPath,
      rows: (await keys.list()).map((key) => ({
        name: key.name,
        href: apiKeyPath(key.id),
        role: roleWords[key.role].name,
        state: stateBadges[stateOf(key, time)],
        pools: poolWords(key),
        actions: actionCount(key),
        madeBy: key.owner.username,
        expiresAt: momentOf(key.expiresAt, time),
        usedAt: key.used && momentOf(key.used.at, time),
      })),
    };
    return reply.page({ title: 'API keys', template: 'keys/list', context });
  });

  app.get(
    '/api-keys/:key',
    { config, schema: { params: Type.Object({ key: Type.String({ maxLength: 64 }) }) } },
    async (request, reply) => {
      const key = await keyOf(keys, request.params.key);
      const aliases = pools.all.map(({ alias }) => alias);
      const context = keyPage(key, aliases, now());
      return reply.page({ title: `API key ${key.name}`, template: 'keys/detail', context });
    },
  );
};

function keyPage(key: ApiKey, aliases: readonly string[], now: Date): KeyPage {
  const state = stateOf(key, now);
  const path = apiKeyPath(key.id);
  const said = (moment: Date): string => {
    const { exact, relative } = momentOf(moment, now);
    return `${exact} (${relative})`;
  };
  const { used, rotatedAt, previousUntil, ended } = key;
  const hasPrevious = state === 'active' && previousUntil !== undefined && previousUntil > now;
  const facts: readonly (readonly [label: string, value: string | undefined])[] = [
    ['Role', roleWords[key.role].name],
    ['Pools', poolWords(key)],
    ['Actions', actionWords(key)],
    ['Networks', key.networks?.join(', ') ?? 'Everywhere'],
    ['Made by', key.owner.username],
    ['Made', said(key.createdAt)],
    ['Expires', said(key.expiresAt)],
    ['Last used', used === undefined ? 'Never' : `${said(used.at)} from ${used.from}`],
    ['Last rotated', rotatedAt && said(rotatedAt)],
    ['Old key accepted until', hasPrevious ? said(previousUntil) : undefined],
    ['Ended', ended && said(ended.at)],
    ['ID', key.id],
  ];
  const { username } = actorOfKey(key);
  const shownPools = aliases.filter((alias) => key.pools?.includes(alias) ?? true);
  return {
    name: key.name,
    state: stateBadges[state],
    listHref: apiKeysPath,
    facts: facts.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }])),
    links:
      state === 'active'
        ? [
            { label: 'Rotate', href: `${path}/rotate`, icon: 'refresh', isSevere: false },
            { label: 'Revoke', href: `${path}/revoke`, icon: 'x', isSevere: true },
          ]
        : [],
    audits: shownPools.map((alias) => ({
      label: `What it did in ${alias}`,
      href: withQuery(auditPath(alias), { operator: username }),
    })),
  };
}
