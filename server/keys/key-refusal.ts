import { PoolkeeperError } from '../errors.ts';
import { type ApiKey, actorOfKey, type EndReason } from './api-key.ts';

const sentences: Readonly<Record<EndReason, readonly [code: string, sentence: string]>> = {
  expired: [
    'key_expired',
    'This API key has expired. An administrator can make a new one at API keys.',
  ],
  revoked: [
    'key_revoked',
    'This API key was revoked. An administrator can make a new one at API keys.',
  ],
  'owner-lost-role': [
    'key_ended',
    'This API key has ended, since its owner is no longer an administrator. Another administrator can make a new one.',
  ],
};

/** The refusal of a request with an API key; `key` is who the audit names, where the key is known. */
export class KeyRefusal extends PoolkeeperError {
  readonly key: (ReturnType<typeof actorOfKey> & { readonly role: string }) | undefined;

  constructor(details: ConstructorParameters<typeof PoolkeeperError>[0], key: ApiKey | undefined) {
    super(details);
    this.key = key && { ...actorOfKey(key), role: key.role };
  }
}

/** 401: no key of this console, or not written as it was shown. */
export function unknownKey(): KeyRefusal {
  const publicMessage =
    'This is no API key of this console. Send it as it was shown, without quotes or line breaks.';
  return new KeyRefusal({ code: 'key_refused', status: 401, publicMessage }, undefined);
}

/** 401: the key is over. */
export function keyIsOver(key: ApiKey, reason: EndReason): KeyRefusal {
  const [code, publicMessage] = sentences[reason];
  return new KeyRefusal({ code, status: 401, publicMessage }, key);
}

/** 403: the request comes from elsewhere. */
export function wrongNetwork(key: ApiKey): KeyRefusal {
  const publicMessage =
    'This API key may not be used from this network address. An administrator can make one that may.';
  return new KeyRefusal({ code: 'network_not_allowed', status: 403, publicMessage }, key);
}
