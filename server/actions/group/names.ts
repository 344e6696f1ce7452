import type { PoolGateway } from '../../cognito/gateway.ts';

const mostOffered = 240;

/** Names for a list to choose from: all of them in most pools, the first few hundred in large ones. */
export async function someGroupNames(gateway: PoolGateway): Promise<readonly string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const page = await gateway.listGroups({ limit: 60, token });
    names.push(...page.items.map((group) => group.name));
    token = page.nextToken;
  } while (token !== undefined && names.length < mostOffered);
  return names;
}
