import { type Config, type Environment, loadConfig } from '../config.ts';

const names = [
  'DATABASE_URL',
  'AUDIT_CHECKPOINT_KEY',
  'AUDIT_RETENTION_DAYS',
] as const satisfies readonly string[];

/**
 * The settings that commands about the audit need, so that the others need not be set for them.
 *
 * @throws ConfigError naming those that cannot be used
 */
export function readAuditConfig(environment: Environment): Pick<Config, 'databaseUrl' | 'audit'> {
  const wanted = names.flatMap((name) => [name, `${name}_FILE`]);
  return loadConfig(Object.fromEntries(wanted.map((name) => [name, environment[name]])));
}
