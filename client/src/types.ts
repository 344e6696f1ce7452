/** Attributes of a user by name: those of the pool (`email`, `custom:plan`), or the application's own. */
export type Attributes = Readonly<Record<string, string>>;

/** Second factors. */
export type Factor = 'totp' | 'sms' | 'email';

/** Where a code was sent. */
export type CodeDelivery = {
  /** Masked: `a***@e***`. */
  readonly destination: string;
  readonly medium: 'email' | 'sms';
  /** The attribute that the code verifies. */
  readonly attribute: string;
};

/** A device that the pool has given a key to. */
export type DeviceKey = { readonly key: string; readonly groupKey: string };

/** What the pool stores of a device's password, in Base64. */
export type DeviceVerifier = { readonly passwordVerifier: string; readonly salt: string };

/** What a sign-in or a refresh answers. In cookie mode the tokens stay on the server. */
export type Tokens = {
  readonly accessToken?: string;
  readonly idToken?: string;
  readonly refreshToken?: string;
  /** Seconds. */
  readonly expiresIn: number;
  /** Given to a device that is new to the pool. */
  readonly newDevice?: DeviceKey;
  /** In cookie mode. */
  readonly username?: string;
};

export type MfaState = {
  readonly enabled: readonly Factor[];
  /** The one that a sign-in asks for first. */
  readonly preferred: Factor | null;
};

/** Factors that are not named stay as they are. */
export type MfaChange = {
  readonly totp?: boolean;
  readonly sms?: boolean;
  readonly email?: boolean;
  readonly preferred?: Factor | null;
};

/** The person who is signed in. */
export type Me = {
  readonly username: string;
  readonly sub: string;
  readonly attributes: Attributes;
  /** For the email address and phone number (`email`, `phone_number`), whether a code has verified it. */
  readonly verified: Readonly<Record<string, boolean>>;
  readonly mfa: MfaState;
  readonly groups: readonly string[];
};

export type Updated = { readonly me: Me; readonly codeDeliveries: readonly CodeDelivery[] };

/** The key of an authenticator app, not in use until a code verifies it. */
export type TotpSetup = {
  /** In base32. */
  readonly secret: string;
  /** `otpauth://totp/...`, to be shown as a QR code. */
  readonly uri: string;
  /** The QR code as an SVG document or data URL, where the server draws one. */
  readonly qrCode?: string;
};

/** A device as the pool knows it. Times are ISO 8601. */
export type Device = {
  readonly key: string;
  readonly name: string;
  /** IP address of its last sign-in. */
  readonly address: string;
  /** It stands in for the second factor. */
  readonly isRemembered: boolean;
  readonly createdAt: string | null;
  readonly usedAt: string | null;
};

/** Something that the account is signed in with, where the pool tracks sessions. */
export type Session = {
  readonly id: string;
  /** Tokens of an application, or a browser that is signed in to managed login. */
  readonly kind: 'tokens' | 'browser';
  readonly clientId: string;
  /** What the browser or app calls itself. */
  readonly device: string;
  readonly address: string;
  readonly createdAt: string | null;
  readonly activeAt: string | null;
  /** The one of the access token in use. */
  readonly isCurrent: boolean;
};
