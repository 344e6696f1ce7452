import fc from 'fast-check';
import type { DeclaredRoute } from '../../../server/web/requests/permission.ts';
import { everybody, typedPassword, type Who } from './secrets.ts';
import { fields, headers, unexpected } from './values.ts';
import type { World } from './world.ts';

/** One request of anybody to one route, with anything in it. */
export type Attempt = {
  readonly who: Who;
  readonly route: DeclaredRoute;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Requests that go through to what is behind a route, and those that it never expected. */
export function attempts(world: World): fc.Arbitrary<Attempt> {
  return fc.oneof(
    { weight: 19, arbitrary: anywhere(world) },
    { weight: 1, arbitrary: whereSecretsAre(world) },
  );
}

function anywhere(world: World): fc.Arbitrary<Attempt> {
  return fc
    .record({
      who: fc.constantFrom(...everybody),
      route: weighted(world.running.routes),
      parameters: fc.array(parameter, { minLength: 4, maxLength: 4 }),
      isEncoded: often(9),
      query: fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fields }),
      form: fields,
      isFilled: often(2),
      isWhole: often(19),
      headers,
    })
    .map(({ who, route, parameters, isEncoded, query, form, isFilled, isWhole, headers }) => {
      const filled = pathOf(world, who, route, { parameters, isEncoded });
      const search = encoded(query);
      const names = world.known(':name', route.url, who);
      const name = names[(parameters[1]?.pick ?? 0) % names.length] ?? '';
      return {
        who,
        route,
        method: route.method === 'GET' && !isWhole ? 'HEAD' : route.method,
        path: search === '' ? filled : `${filled}?${search}`,
        body: encoded([...form, ...(isFilled ? filledIn(name) : [])]),
        headers,
      };
    });
}

/** The very pages on which somebody's secrets stand. */
function whereSecretsAre({ running, secrets }: World): fc.Arbitrary<Attempt> {
  const places = secrets.flatMap(({ shownAt }) => {
    if (shownAt === undefined) return [];
    const route = running.routes.find((one) => one.method === 'GET' && isOn(one, shownAt));
    return route ? [{ path: shownAt, route, method: 'GET', body: '' }] : [];
  });
  return fc
    .record({
      who: fc.constantFrom(...everybody),
      place: fc.constantFrom(...places),
      headers,
    })
    .map(({ who, place, headers }) => ({ who, headers, ...place }));
}

function isOn({ url }: DeclaredRoute, path: string): boolean {
  const parts = path.split('?', 1)[0]?.split('/') ?? [];
  const pattern = url.split('/');
  return (
    parts.length === pattern.length &&
    pattern.every((part, index) => part.startsWith(':') || part === parts[index])
  );
}

/** Whether it is tried for itself: HEAD is with its GET, and `fetch` refuses to send TRACE. */
export function isSendable({ method }: DeclaredRoute): boolean {
  return method !== 'HEAD' && method !== 'TRACE';
}

type Parameter = { readonly isKnown: boolean; readonly pick: number; readonly other: string };

const parameter: fc.Arbitrary<Parameter> = fc.record({
  isKnown: often(4),
  pick: fc.nat(),
  other: unexpected,
});

/** True so many times for once that it is false. */
function often(times: number): fc.Arbitrary<boolean> {
  return fc.oneof(
    { weight: times, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  );
}

/** Computes a sign-in, or reads the whole audit. */
const isSlow = /^\/sign-in$|^\/sign-in\/again$|^\/sign-out$|\/audit\/(export|verify)/;

/** Pages more often than files and than what is slow. */
function weighted(routes: readonly DeclaredRoute[]): fc.Arbitrary<DeclaredRoute> {
  const isRare = ({ url }: DeclaredRoute): boolean =>
    url.startsWith('/assets/') || isSlow.test(url);
  return fc.oneof(
    ...routes.filter(isSendable).map((route) => ({
      weight: isRare(route) ? 1 : 4,
      arbitrary: fc.constant(route),
    })),
  );
}

function pathOf(
  world: World,
  who: Who,
  { url }: DeclaredRoute,
  { parameters, isEncoded }: { parameters: readonly Parameter[]; isEncoded: boolean },
): string {
  let index = 0;
  return url.replace(/:\w+|\*/g, (name) => {
    const given = parameters[index++ % parameters.length];
    if (given === undefined) return '';
    const known = world.known(name, url, who);
    const value = (given.isKnown && known[given.pick % known.length]) || given.other;
    return isEncoded ? encodeURIComponent(value.toWellFormed()) : value.toWellFormed();
  });
}

/** What most forms ask for, so that some are carried out. */
function filledIn(name: string): [string, string][] {
  return [
    ['confirmation', name],
    ['reason', 'because of the test'],
    ['password', typedPassword],
    ['newPassword', typedPassword],
    ['temporaryPassword', typedPassword],
    ['repeated', typedPassword],
  ];
}

function encoded(pairs: readonly (readonly [string, string])[]): string {
  const search = new URLSearchParams();
  for (const [name, text] of pairs) search.append(name.toWellFormed(), text.toWellFormed());
  return search.toString();
}
