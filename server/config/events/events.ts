import { readBoolean, type SettingValue } from '../checks.ts';
import type { AllowedNetworks } from './networks.ts';
import { parseWebhookAddress } from './webhook-address.ts';

/** What is sent to other systems, and where to. */
export type EventSettings = {
  readonly allowed: AllowedNetworks;
  /** Undefined: none but those made on the page. */
  readonly webhook: { readonly url: string; readonly secret: string } | undefined;
  /** Where the audit goes as JSON lines; undefined: nowhere. */
  readonly stream: 'stdout' | { readonly file: string } | undefined;
};

/**
 * Reads WEBHOOKS_URL and the like, and AUDIT_STREAM.
 *
 * @param value answers a setting, or its default
 * @param problems to which a sentence is added for each that cannot be used
 */
export function readEventSettings(value: SettingValue, problems: string[]): EventSettings {
  const allowed = {
    loopback: readBoolean('WEBHOOKS_ALLOW_LOOPBACK', value, problems),
    private: readBoolean('WEBHOOKS_ALLOW_PRIVATE', value, problems),
  };
  return Object.freeze({
    allowed: Object.freeze(allowed),
    webhook: readWebhook(value, allowed, problems),
    stream: readStream(value('AUDIT_STREAM'), problems),
  });
}

function readWebhook(
  value: SettingValue,
  allowed: AllowedNetworks,
  problems: string[],
): EventSettings['webhook'] {
  const address = value('WEBHOOKS_URL');
  const secret = value('WEBHOOKS_SECRET');
  if (secret !== '' && !isSigningSecret(secret)) {
    problems.push(
      'WEBHOOKS_SECRET must be whsec_ and 24 to 64 bytes in Base64; `echo "whsec_$(openssl rand -base64 32)"` makes one.',
    );
  }
  if (address === '') {
    if (secret !== '') problems.push('WEBHOOKS_SECRET has no use without WEBHOOKS_URL.');
    return undefined;
  }
  if (secret === '') problems.push('WEBHOOKS_URL needs WEBHOOKS_SECRET.');
  const parsed = parseWebhookAddress(address, allowed);
  if ('problem' in parsed) {
    problems.push(`WEBHOOKS_URL cannot be used. ${parsed.problem}`);
    return undefined;
  }
  return { url: parsed.url.href, secret };
}

/** Source: Standard Webhooks 1.0, "Symmetric keys". */
function isSigningSecret(text: string): boolean {
  const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const size = Buffer.from(encoded, 'base64').length;
  return encoded.length % 4 === 0 && size >= 24 && size <= 64;
}

function readStream(text: string, problems: string[]): EventSettings['stream'] {
  if (text === '') return undefined;
  if (text === 'stdout') return 'stdout';
  if (/^file:./.test(text)) return { file: text.slice('file:'.length) };
  problems.push('AUDIT_STREAM must be `stdout` or `file:PATH`.');
  return undefined;
}
