/**
 * Adds parameters to a registered return address and keeps those that it has.
 * @param parameters undefined ones are left out
 */
export function withParameters(
  address: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.append(name, value);
  }
  return url.href;
}

/** Returns an address as a source of a content security policy: its origin, or the scheme of an app's own. */
export function policySource(address: string): string {
  const { origin, protocol } = new URL(address);
  return origin === 'null' ? protocol : origin;
}
