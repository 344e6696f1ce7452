type SandboxSetting = {
  readonly name: string;
  readonly meaning: string;
  /** As the documentation writes it. */
  readonly otherwise: string;
};

/** The settings that the embedded pool reads by itself; docs/configuration.md lists them. */
export const sandboxSettings: readonly SandboxSetting[] = [
  { name: 'SANDBOX_PORT', meaning: 'Port of the embedded pool.', otherwise: '`9229`' },
  { name: 'SANDBOX_DATA', meaning: '`:memory:` or a file.', otherwise: '`data/sandbox.db`' },
  {
    name: 'SANDBOX_USERS',
    meaning: 'Demo users to create in an empty sandbox.',
    otherwise: '`2000`; `0` for `npm run sandbox`',
  },
  {
    name: 'SANDBOX_CODE',
    meaning: 'Fixed one-time code, for tests.',
    otherwise: 'random, shown in the outbox',
  },
  {
    name: 'SANDBOX_LATENCY_MS',
    meaning: 'Milliseconds added to every answer.',
    otherwise: '`0`',
  },
  {
    name: 'SANDBOX_QUOTAS',
    meaning: '`aws` enforces the default request quotas.',
    otherwise: 'off',
  },
  {
    name: 'SANDBOX_ISSUER',
    meaning:
      '`local` names the endpoint as the issuer of tokens, so that OpenID discovery works; for `npm run sandbox` only.',
    otherwise: '`aws`',
  },
  {
    name: 'SANDBOX_FAULTS',
    meaning: 'Injected trouble, for example `throttle=0.1,error=0.02,drop=0.01`.',
    otherwise: 'none',
  },
];
