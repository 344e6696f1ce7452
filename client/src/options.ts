import type { AccountsOptions } from './accounts/call.ts';
import type { CognitoOptions } from './cognito/call.ts';
import type { Storage } from './storage/storage.ts';
import type { AttributeNames } from './text/attribute-names.ts';

type Shared = {
  /** Where tokens and device keys are stored; in memory by default. */
  readonly storage?: Storage | undefined;
  /** Where device keys are stored, if they outlive the tokens; `storage` by default. */
  readonly deviceStorage?: Storage | undefined;
  /** The application's own names of attributes, such as `{ fullName: 'name' }`. */
  readonly attributeNames?: AttributeNames | undefined;
  /** Origins that `client.fetch` sends the access token to; every one by default. */
  readonly origins?: readonly string[] | undefined;
  /** Which token `client.fetch` carries; the access token by default. */
  readonly fetchToken?: 'access' | 'id' | undefined;
  /** What this device is called in lists of devices. */
  readonly deviceName?: string | undefined;
  /** Seconds before the end of an access token from which it is refreshed; 30 by default. */
  readonly refreshBefore?: number | undefined;
  /** Milliseconds; `Date.now` by default. */
  readonly now?: (() => number) | undefined;
};

/** Settings of a client: of the account API (`baseUrl`), or of Cognito itself (`userPoolId`). */
export type ClientOptions = Shared & (AccountsOptions | CognitoOptions);
