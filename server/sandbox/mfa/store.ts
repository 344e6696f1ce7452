import type { SandboxContext } from '../context.ts';
import { number, optionalText, text } from '../store/row.ts';
import { type MfaFactor, toMfaFactor } from './factor.ts';

/** What is kept of a user's second factors. */
export interface MfaState {
  /** The secret that the user's authenticator has proved to know. */
  totpSecret?: Buffer;
  /** A secret that was handed out and waits for its first code. */
  totpPendingSecret?: Buffer;
  /** The time step of the last accepted TOTP code. */
  totpLastStep: number;
  /** What the user calls the authenticator. */
  totpName: string;
  /** The factors that the user's preference has switched on. */
  enabled: readonly MfaFactor[];
  preferred?: MfaFactor;
}

const nothing: MfaState = { totpLastStep: -1, totpName: '', enabled: [] };
const purpose = 'totp-secret';

/** Returns what is kept of a user's second factors. */
export function findMfa(context: SandboxContext, userKey: number): MfaState {
  const row = context.database.get('SELECT * FROM mfa WHERE user_key = ?', userKey);
  if (row === undefined) return nothing;
  const totpSecret = opened(context, optionalText(row, 'totp_secret'));
  const totpPendingSecret = opened(context, optionalText(row, 'totp_pending_secret'));
  const preferred = toMfaFactor(optionalText(row, 'preferred'));
  return {
    ...(totpSecret === undefined ? {} : { totpSecret }),
    ...(totpPendingSecret === undefined ? {} : { totpPendingSecret }),
    totpLastStep: number(row, 'totp_last_step'),
    totpName: text(row, 'totp_name'),
    enabled: text(row, 'enabled')
      .split(' ')
      .map(toMfaFactor)
      .filter((factor) => factor !== undefined),
    ...(preferred === undefined ? {} : { preferred }),
  };
}

/** Replaces what is kept of a user's second factors. The secrets are stored encrypted. */
export function saveMfa(context: SandboxContext, userKey: number, state: MfaState): void {
  context.database.run(
    `INSERT OR REPLACE INTO mfa
       (user_key, totp_secret, totp_pending_secret, totp_last_step, totp_name, enabled, preferred)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    userKey,
    sealed(context, state.totpSecret),
    sealed(context, state.totpPendingSecret),
    state.totpLastStep,
    state.totpName,
    state.enabled.join(' '),
    state.preferred ?? null,
  );
}

function sealed(context: SandboxContext, secret: Buffer | undefined): string | null {
  return secret === undefined ? null : context.secrets.seal(purpose, secret.toString('base64'));
}

function opened(context: SandboxContext, stored: string | undefined): Buffer | undefined {
  if (stored === undefined) return undefined;
  const secret = context.secrets.open(purpose, stored);
  return typeof secret === 'string' ? Buffer.from(secret, 'base64') : undefined;
}
