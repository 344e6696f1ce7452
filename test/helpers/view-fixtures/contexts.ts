/**
 * Keys whose values come from a closed list of our own, so that nobody outside chooses them.
 * Everything else may hold whatever somebody typed into a pool.
 */
const closed = new Set(['tone', 'danger', 'kind', 'icon', 'targetKind', 'role']);

/** The same context with every open text replaced; empty texts stay, as they choose what is shown. */
export function withTexts(value: unknown, replace: (text: string) => string, key = ''): unknown {
  if (typeof value === 'string') return value === '' || closed.has(key) ? value : replace(value);
  if (Array.isArray(value)) return value.map((item) => withTexts(item, replace, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withTexts(inner, replace, name)]),
  );
}

/** The same context, but reading what it does not have throws, as a misspelt name would. */
export function strict<Context extends object>(context: Context, path = 'it'): Context {
  return new Proxy(context, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      const isOwn = Array.isArray(target) || typeof key === 'symbol' || key in target;
      // Eta asks for blocks of its own.
      if (!isOwn && key !== '__blocks') throw new Error(`${path}.${String(key)} does not exist`);
      return typeof value === 'object' && value !== null
        ? strict(value, `${path}.${String(key)}`)
        : value;
    },
  });
}
