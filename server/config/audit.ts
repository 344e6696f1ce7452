import { createPrivateKey } from 'node:crypto';
import type { SettingName } from './settings.ts';

/** What the console does with its audit by itself. */
export type AuditSettings = {
  /** Days after which entries are removed; undefined: never. */
  readonly retentionDays: number | undefined;
  /** Where signed checkpoints go; undefined: nowhere. */
  readonly checkpoints: 'log' | { readonly file: string } | undefined;
  /** Ed25519 private key in PEM. */
  readonly checkpointKey: string | undefined;
  readonly checkpointMinutes: number;
};

/** Checkpoints are logged as information. */
const levelsWithCheckpoints: ReadonlySet<string> = new Set(['trace', 'debug', 'info']);

/**
 * Reads the settings whose names begin with AUDIT_.
 *
 * @param value answers a setting, or the empty string when it is not set
 * @param problems to which a sentence is added for each that cannot be used
 */
export function readAuditSettings(
  value: (name: SettingName) => string,
  problems: string[],
): AuditSettings {
  const whole = (name: SettingName): number | undefined => {
    const text = value(name);
    if (text === '') return undefined;
    if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
    problems.push(`${name} must be a whole number, 1 or more.`);
    return undefined;
  };
  const checkpoints = readTarget(value('AUDIT_CHECKPOINTS'), problems);
  const checkpointKey = value('AUDIT_CHECKPOINT_KEY') || undefined;
  if (checkpointKey !== undefined && !isEd25519(checkpointKey)) {
    problems.push('AUDIT_CHECKPOINT_KEY must be an Ed25519 private key in PEM.');
  }
  if (checkpoints !== undefined && checkpointKey === undefined) {
    problems.push(
      'AUDIT_CHECKPOINTS needs AUDIT_CHECKPOINT_KEY; `openssl genpkey -algorithm ed25519` makes one.',
    );
  }
  if (checkpoints === 'log' && !levelsWithCheckpoints.has(value('LOG_LEVEL'))) {
    problems.push(
      `AUDIT_CHECKPOINTS=log needs LOG_LEVEL \`info\` or \`debug\`: with \`${value('LOG_LEVEL')}\` the log leaves checkpoints out.`,
    );
  }
  return Object.freeze({
    retentionDays: whole('AUDIT_RETENTION_DAYS'),
    checkpoints,
    checkpointKey,
    checkpointMinutes: whole('AUDIT_CHECKPOINT_MINUTES') ?? 60,
  });
}

function readTarget(text: string, problems: string[]): AuditSettings['checkpoints'] {
  if (text === '') return undefined;
  if (text === 'log') return 'log';
  if (text.startsWith('file:') && text.length > 'file:'.length) {
    return { file: text.slice('file:'.length) };
  }
  problems.push('AUDIT_CHECKPOINTS must be `log` or `file:PATH`.');
  return undefined;
}

function isEd25519(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
