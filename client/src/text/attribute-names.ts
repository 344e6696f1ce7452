/** The application's own names of attributes, such as `{ fullName: 'name', plan: 'custom:plan' }`. */
export type AttributeNames = Readonly<Record<string, string>>;

export type NameMap = {
  /** From the application's names to the pool's; names without an entry stay. */
  toPool<Value>(attributes: Readonly<Record<string, Value>>): Record<string, Value>;
  /** From the pool's names to the application's. */
  toOwn<Value>(attributes: Readonly<Record<string, Value>>): Record<string, Value>;
};

/** Makes the translation of attribute names, both ways. */
export function createNameMap(names: AttributeNames = {}): NameMap {
  const poolNames = new Map(Object.entries(names));
  const ownNames = new Map(Object.entries(names).map(([own, pool]) => [pool, own]));
  return {
    toPool: (attributes) => renamed(attributes, poolNames),
    toOwn: (attributes) => renamed(attributes, ownNames),
  };
}

function renamed<Value>(
  attributes: Readonly<Record<string, Value>>,
  names: ReadonlyMap<string, string>,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [names.get(name) ?? name, value]),
  );
}
