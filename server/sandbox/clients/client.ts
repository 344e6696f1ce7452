import type { ClientSettings } from './settings.ts';

/** An app client of a user pool. */
export interface UserPoolClient {
  readonly key: number;
  readonly poolKey: number;
  readonly id: string;
  readonly name: string;
  /** Present when the client was made with a secret. */
  readonly secret?: string;
  readonly settings: ClientSettings;
  readonly created: Date;
  readonly modified: Date;
}
