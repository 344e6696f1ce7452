import { isLoopbackHost } from './origin.ts';
import type { SettingName } from './settings.ts';
import { describeUnknown, type UnknownSetting } from './unknown-settings.ts';

type Given = {
  readonly values: ReadonlyMap<SettingName, string | undefined>;
  /** `NODE_ENV` of the process. */
  readonly nodeEnvironment: string | undefined;
  readonly unknown: readonly UnknownSetting[];
};

/** What has a use only beside a real pool, or is seldom set without one. */
const ofRealPools: readonly SettingName[] = [
  'CLIENT_ID',
  'CLIENT_SECRET',
  'COGNITO_DOMAIN',
  'COGNITO_ENDPOINT',
  'COGNITO_EMULATOR',
  'COGNITO_JWKS',
  'SESSION_SECRET',
];
const namesOfPools = new Set<string | undefined>(['USER_POOL_ID', 'POOLKEEPER_CONFIG']);

/**
 * Why the sandbox must not start, as sentences: its administrator's password is published, so a console
 * that was meant for a real pool must not fall back to it when the pool's setting is missing or misspelt.
 */
export function problemsOfMode({ values, nodeEnvironment, unknown }: Given): readonly string[] {
  const sandbox = values.get('SANDBOX');
  if (sandbox !== undefined && sandbox !== 'yes' && sandbox !== 'no') {
    return ['SANDBOX must be yes or no.'];
  }
  const pool = (['USER_POOL_ID', 'POOLKEEPER_CONFIG'] as const).find((name) => values.get(name));
  if (pool !== undefined) {
    return sandbox === 'yes' ? [`SANDBOX=yes and ${pool} are both set; set one of them.`] : [];
  }
  if (sandbox === 'yes') return [];
  const misspelt = unknown.filter(({ meant }) => namesOfPools.has(meant));
  const signs = [...signsOfRealPool(values, nodeEnvironment), ...misspelt.map(({ name }) => name)];
  if (sandbox === 'no') signs.push('SANDBOX=no');
  if (signs.length === 0) return [];
  return [
    `USER_POOL_ID is missing, but ${signs.join(', ')} looks like a console for a real pool. Set USER_POOL_ID or POOLKEEPER_CONFIG, or SANDBOX=yes to start the demo, whose passwords are published.`,
    ...misspelt.map(describeUnknown),
  ];
}

function signsOfRealPool(
  values: Given['values'],
  nodeEnvironment: string | undefined,
): readonly string[] {
  const signs: string[] = ofRealPools.filter((name) => values.get(name) !== undefined);
  if (values.get('PUBLIC_URL')?.startsWith('https:')) signs.push('PUBLIC_URL with https');
  if (nodeEnvironment === 'production') signs.push('NODE_ENV=production');
  const host = values.get('HOST');
  if (host !== undefined && !isLoopbackHost(host)) signs.push('HOST beyond this machine');
  return signs;
}
