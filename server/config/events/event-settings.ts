/** Settings about what is sent to other systems. */
export const eventSettings = [
  {
    name: 'WEBHOOKS_URL',
    meaning:
      'Address of a webhook that is sent every event, beside those made on the page; see [the page about events](events.md).',
    otherwise: 'only those made on the page',
  },
  {
    name: 'WEBHOOKS_SECRET',
    meaning: 'Signs what is sent to `WEBHOOKS_URL`: `whsec_` and 24 to 64 bytes in Base64.',
    otherwise: 'required with `WEBHOOKS_URL`',
    isSecret: true,
  },
  {
    name: 'WEBHOOKS_ALLOW_LOOPBACK',
    meaning: '`true` lets webhooks be sent to this machine, and there by http.',
    default: 'false',
  },
  {
    name: 'WEBHOOKS_ALLOW_PRIVATE',
    meaning: '`true` lets webhooks be sent to addresses of private networks.',
    default: 'false',
  },
  {
    name: 'AUDIT_STREAM',
    meaning:
      'Where entries of the audit are written as JSON lines for a SIEM: `stdout` or `file:PATH`.',
    otherwise: 'nowhere',
  },
] as const;
