/** Second factors, by the names that the service has for them. */
export const mfaFactors = ['SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'EMAIL_OTP'] as const;
export type MfaFactor = (typeof mfaFactors)[number];

/** What a user signs in with, as `AdminGetUserAuthFactors` tells it. */
export type AuthFactors = {
  /** Second factors that are asked for. */
  readonly enabled: readonly MfaFactor[];
  readonly preferred: MfaFactor | undefined;
  /** First factors: `PASSWORD`, `WEB_AUTHN`, `EMAIL_OTP`, `SMS_OTP`. */
  readonly firstFactors: readonly string[];
};

/** Something that a user is signed in with: tokens, or the cookie of managed login. */
export type UserSession = {
  readonly id: string;
  readonly kind: 'tokens' | 'browser';
  readonly clientId: string;
  readonly device: string;
  readonly address: string;
  readonly createdAt: Date | undefined;
  readonly activeAt: Date | undefined;
};

export type UserDevice = {
  readonly key: string;
  readonly name: string;
  readonly address: string;
  /** Stands in for a second factor. */
  readonly isRemembered: boolean;
  readonly createdAt: Date | undefined;
  readonly usedAt: Date | undefined;
};

/** What an administrator said of an event: that it was the person, or that it was not. */
export type EventVerdict = 'own' | 'foreign';

/** Something that a user did or tried, as threat protection saw it. */
export type AuthEvent = {
  readonly id: string;
  /** `SignIn`, `SignUp`, `ForgotPassword`, `PasswordChange`, `ResendCode`. */
  readonly kind: string;
  /** `Pass`, `Fail` or `InProgress`. */
  readonly response: string;
  /** `NoRisk`, `AccountTakeover`, `Block`; empty when it was not judged. */
  readonly risk: string;
  readonly challenges: readonly { readonly name: string; readonly isRight: boolean }[];
  readonly address: string;
  readonly device: string;
  readonly at: Date | undefined;
  /** What was said of it; undefined before anybody did. */
  readonly verdict: EventVerdict | undefined;
};

/** An identity at another provider, by what that provider calls the person. */
export type ExternalIdentity = { readonly provider: string; readonly subject: string };

/**
 * An identity as it is linked: `subject` is the value of `attribute`, which is `Cognito_Subject` or,
 * at a SAML or OIDC provider, an attribute of the pool that a claim is mapped to.
 */
export type LinkedIdentity = ExternalIdentity & { readonly attribute: string };

/** Another provider that people sign in with. */
export type IdentityProvider = {
  readonly name: string;
  /** Google, Apple and the like; otherwise it is a SAML or OIDC provider. */
  readonly isSocial: boolean;
  /** The pool's attributes that claims of this provider are mapped to. */
  readonly mappedAttributes: readonly string[];
};
