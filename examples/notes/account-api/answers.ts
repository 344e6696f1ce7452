/** What the account API answers; docs/accounts.md describes each. */
export type Tokens = {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken?: string;
  readonly expiresIn: number;
  readonly newDevice?: { readonly key: string; readonly groupKey: string };
};

/** What a sign-in waits for. */
export type Challenge = {
  readonly challenge: string;
  readonly handle: string;
  readonly requiredAttributes?: readonly string[];
  readonly destination?: string;
  readonly factors?: readonly string[];
  readonly choices?: readonly string[];
  readonly secret?: string;
  readonly uri?: string;
  readonly qrCode?: string;
};

export type Factor = 'totp' | 'sms' | 'email';

export type Mfa = { readonly enabled: readonly Factor[]; readonly preferred: Factor | null };

export type Me = {
  readonly username: string;
  readonly sub: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly verified: Readonly<Record<string, boolean>>;
  readonly mfa: Mfa;
  readonly groups: readonly string[];
};

export type CodeDelivery = { readonly destination: string; readonly attribute: string };

export type TotpSetup = { readonly secret: string; readonly uri: string; readonly qrCode: string };

export type Device = {
  readonly key: string;
  readonly name: string;
  readonly isRemembered: boolean;
  readonly usedAt: string | null;
};

/** A device that was confirmed, with the password that stands for it. */
export type KnownDevice = {
  readonly key: string;
  readonly groupKey: string;
  readonly password: string;
};
