import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { isAllowed, type Role } from '../../operators/permissions.ts';
import { wantsFragment } from '../requests/htmx.ts';
import type { NavigationItem, Notice, PageFrame } from './page.ts';
import { utf8 } from './utf8.ts';
import type { Views } from './views.ts';

type Page = {
  readonly title: string;
  /** Path below views/, without extension. */
  readonly template: string;
  /** The part that htmx swaps alone; the page includes the same one. */
  readonly fragment?: string;
  /** The typed context of the feature's views.ts. */
  readonly context: object;
  /** The context is the same object whenever the same is shown: it is rendered once. */
  readonly isKept?: boolean;
  readonly status?: number;
  readonly notice?: Notice;
};

declare module 'fastify' {
  interface FastifyReply {
    /** Renders a page, or only its fragment when htmx asked for a part. */
    page(page: Page): FastifyReply;
  }
}

type ShownPool = { readonly alias: string; readonly name: string };

type PagesOptions = {
  readonly views: Views;
  readonly pools: readonly ShownPool[];
  readonly isSandbox: boolean;
  /** What to say on top of the page for `?done=NUMBER`; undefined when there is nothing. */
  readonly noticeOf: (request: FastifyRequest) => Promise<Notice | undefined>;
  /** What to say above the notice, on every page. */
  readonly bannerOf: (request: FastifyRequest) => Notice | undefined;
};

/** `reply.page`: every HTML answer goes out through here, in one frame. */
export const pages = fp(
  async (app: FastifyInstance, options: PagesOptions) => {
    const notices = new WeakMap<FastifyRequest, Notice>();
    app.addHook('preHandler', async (request) => {
      if (request.operator === undefined || wantsFragment(request)) return;
      const notice = await options.noticeOf(request);
      if (notice) notices.set(request, notice);
    });

    app.decorateReply('page', function (this: FastifyReply, page: Page): FastifyReply {
      const { request } = this;
      this.code(page.status ?? 200)
        .header('Vary', 'HX-Request-Type')
        .type('text/html; charset=utf-8');
      if (page.fragment !== undefined && wantsFragment(request)) {
        return this.send(utf8(options.views.fragment(page.fragment, page.context)));
      }
      const frame = frameOf(request, page, options, page.notice ?? notices.get(request));
      return this.send(options.views.page(page.template, frame, page.context, page.isKept));
    });
  },
  { name: 'pages', dependencies: ['operator-permissions'] },
);

function frameOf(
  request: FastifyRequest,
  page: Page,
  options: PagesOptions,
  notice: Notice | undefined,
): PageFrame {
  const { operator } = request;
  const pool = operator && poolOf(request, options.pools);
  return {
    title: page.title,
    operator: operator && { displayName: operator.displayName, role: operator.role },
    pool,
    navigation: operator && pool ? navigationOf(pool.alias, request.url, operator.role) : [],
    notice,
    banner: options.bannerOf(request),
    isSandbox: options.isSandbox,
  };
}

/** The pool in the address, else the first one, so that the navigation always leads somewhere. */
function poolOf(request: FastifyRequest, pools: PagesOptions['pools']): ShownPool | undefined {
  const alias = /^\/pools\/([^/?]+)/.exec(request.url)?.[1];
  return pools.find((one) => one.alias === alias) ?? pools[0];
}

function navigationOf(alias: string, url: string, role: Role): NavigationItem[] {
  const base = `/pools/${alias}`;
  const items = [
    { label: 'Overview', href: base, icon: 'layout-dashboard' },
    { label: 'Users', href: `${base}/users`, icon: 'users' },
    { label: 'Groups', href: `${base}/groups`, icon: 'users-group' },
    ...(isAllowed(role, 'jobs:read')
      ? [{ label: 'Jobs', href: `${base}/jobs`, icon: 'list-check' } as const]
      : []),
    { label: 'Audit', href: `${base}/audit`, icon: 'history' },
  ] as const;
  const path = url.split('?', 1)[0] ?? '';
  return items.map((item) => ({
    ...item,
    isCurrent: path === item.href || (item.href !== base && path.startsWith(`${item.href}/`)),
  }));
}
