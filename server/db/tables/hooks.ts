import type { Milliseconds } from './milliseconds.ts';

/** Notices that were carried out, so that none is twice. */
export type HookDeliveryTable = {
  id: string;
  /** From then on the notice's time alone refuses it. */
  expiresAt: Milliseconds;
};
