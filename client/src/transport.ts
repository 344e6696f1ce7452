import type { Claims } from './tokens/claims.ts';
import type {
  Attributes,
  CodeDelivery,
  Device,
  DeviceKey,
  DeviceVerifier,
  Me,
  MfaChange,
  MfaState,
  Session,
  Tokens,
  TotpSetup,
  Updated,
} from './types.ts';

/** A question on the way to tokens, as the account API asks it; see docs/accounts.md. */
export type Challenge = {
  readonly challenge: string;
  /** Stands for the sign-in so far. */
  handle: string;
  readonly destination?: string | undefined;
  readonly requiredAttributes?: readonly string[];
  readonly factors?: readonly string[];
  readonly choices?: readonly string[];
  readonly secret?: string;
  readonly uri?: string;
  readonly qrCode?: string;
  readonly srpB?: string;
  readonly salt?: string;
  readonly secretBlock?: string;
  readonly userIdForSrp?: string;
  /** The part of the pool's id behind the underscore. */
  readonly poolName?: string;
  readonly deviceKey?: string;
};

export type ChallengeAnswer = {
  readonly code?: string;
  readonly newPassword?: string;
  readonly attributes?: Attributes;
  readonly factor?: string;
  readonly choice?: string;
  readonly password?: string;
  readonly srpA?: string;
  readonly signature?: string;
  readonly timestamp?: string;
};

export type SignUp = {
  readonly username: string;
  readonly password: string;
  readonly attributes?: Attributes;
};

export type SignedUp = {
  readonly isConfirmed: boolean;
  readonly codeDelivery?: CodeDelivery | undefined;
};

/** A device that was confirmed; its password never leaves it but for the account API. */
export type StoredDevice = DeviceKey & { readonly password: string };

/** A device that is being confirmed. */
export type NewDevice = DeviceKey & {
  readonly name?: string | undefined;
  readonly isRemembered?: boolean | undefined;
  readonly verifier: DeviceVerifier;
};

/** The operations for a person who is signed in. */
export interface SelfService {
  me(): Promise<Me>;
  /** `null` removes an attribute. */
  update(attributes: Readonly<Record<string, string | null>>): Promise<Updated>;
  deleteAccount(): Promise<void>;
  changePassword(currentPassword: string, newPassword: string): Promise<void>;
  sendCode(attribute: string): Promise<CodeDelivery>;
  verifyAttribute(attribute: string, code: string): Promise<void>;
  startTotp(): Promise<TotpSetup>;
  verifyTotp(code: string, deviceName?: string): Promise<void>;
  mfa(): Promise<MfaState>;
  setMfa(change: MfaChange): Promise<MfaState>;
  devices(): Promise<readonly Device[]>;
  /** @returns whether the person is to be asked if the device shall be remembered */
  confirmDevice(device: NewDevice): Promise<boolean>;
  setDeviceRemembered(key: string, isRemembered: boolean): Promise<void>;
  forgetDevice(key: string): Promise<void>;
  sessions(): Promise<readonly Session[]>;
  endSession(id: string): Promise<void>;
  signOutEverywhere(): Promise<void>;
}

/** Whether a session is good, as the account API says it. */
export type CheckedSession = {
  readonly state: 'valid' | 'refreshed' | 'over';
  readonly reason?: string;
  readonly claims?: Claims;
  readonly idClaims?: Claims;
};

type Step = Promise<Tokens | Challenge>;

/** A way to the user pool: through the account API, or straight to Cognito. Throws `ClientError`s. */
export interface Transport {
  /** Whether the tokens are here, or kept by a server behind a cookie. */
  readonly hasTokens: boolean;
  /** How a password is proven unless a sign-in says otherwise. */
  readonly defaultFlow: 'srp' | 'password';
  signUp(input: SignUp): Promise<SignedUp>;
  confirm(username: string, code: string): Promise<void>;
  resend(username: string): Promise<void>;
  forgotPassword(username: string): Promise<void>;
  resetPassword(username: string, code: string, newPassword: string): Promise<void>;
  /** Hands the password over; a server between here and the pool may prove the device as well. */
  signIn(
    username: string,
    password: string,
    device: StoredDevice | undefined,
    flow: 'password' | 'admin',
  ): Step;
  signInSrp(username: string, srpA: string, deviceKey: string | undefined): Step;
  signInChoice(username: string, preferred: string | undefined): Step;
  answer(challenge: Challenge, answer: ChallengeAnswer): Step;
  /** @param refreshToken undefined in cookie mode */
  refresh(refreshToken: string | undefined, deviceKey: string | undefined): Promise<Tokens>;
  /** In cookie mode: what the server says of the session. */
  check?(): Promise<CheckedSession>;
  /** Revokes the refresh token and its access tokens; in cookie mode, ends the session of the cookie. */
  signOut(refreshToken: string | undefined): Promise<void>;
  /** @param accessToken undefined in cookie mode */
  signedIn(accessToken: string | undefined): SelfService;
}
