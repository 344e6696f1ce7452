import type { DeviceMemory } from '../cognito/types.ts';
import type { FormField } from '../web/rendering/form-fields.ts';
import type { Moment } from '../web/rendering/page.ts';

/** Context of views/operators/sign-in.eta. */
export type SignInPage = {
  readonly username: string;
  readonly error: string;
  /** A path of this console to go on to, or empty. */
  readonly returnTo: string;
  /** Leads to managed login; empty where there is none. */
  readonly managedLoginHref: string;
  /** Whether the console's own form is offered. */
  readonly hasForm: boolean;
  /** Shown in sandbox mode only; empty otherwise. */
  readonly demoOperators: readonly {
    readonly username: string;
    readonly password: string;
    /** "Administrator", what this operator can do, in a few words. */
    readonly role: string;
  }[];
  readonly poolName: string;
};

/** Context of views/operators/new-password.eta. */
export type NewPasswordPage = {
  readonly username: string;
  /** The policy in words. */
  readonly policy: string;
  readonly fields: readonly FormField[];
  readonly error: string;
};

/** Context of views/operators/again.eta. */
export type SignInAgainPage = {
  readonly username: string;
  readonly error: string;
  /** The form to go back to, or empty. */
  readonly returnTo: string;
  readonly managedLoginHref: string;
  readonly hasForm: boolean;
};

/** Context of views/operators/code.eta. */
export type CodePage = {
  readonly username: string;
  /** What is happening, and where to find the code. */
  readonly explanation: string;
  /** Whether another code can be had by signing in again. */
  readonly isSent: boolean;
  /** Remembering is offered only where the pool leaves it to the person. */
  readonly deviceMemory: DeviceMemory;
  /** Whether "remember this browser" was ticked. */
  readonly isRemembered: boolean;
  readonly fieldError: string;
  readonly error: string;
};

/** Context of views/operators/factor.eta. */
export type FactorPage = {
  readonly username: string;
  readonly choices: readonly {
    readonly value: string;
    readonly name: string;
    /** What happens when it is chosen. */
    readonly consequence: string;
  }[];
  readonly error: string;
};

/** Context of views/operators/authenticator.eta. */
export type AuthenticatorPage = {
  readonly username: string;
  /** A module is one unit wide; the white around it is in `size`. */
  readonly qrCode: { readonly size: number; readonly path: string };
  /** The same key, to be typed: groups of four letters. */
  readonly key: string;
  readonly fieldError: string;
  readonly error: string;
};

/** Context of views/operators/forgot-password.eta. */
export type ForgotPasswordPage = { readonly username: string; readonly error: string };

/** Context of views/operators/reset-password.eta. */
export type ResetPasswordPage = {
  readonly username: string;
  /** Whether a code was just asked for in this browser. */
  readonly wasAsked: boolean;
  /** The policy in words. */
  readonly policy: string;
  readonly usernameError: string;
  readonly codeError: string;
  /** The new password, twice. */
  readonly fields: readonly FormField[];
  readonly error: string;
};

type SessionRow = {
  readonly operator: string;
  /** "Administrator" */
  readonly role: string;
  /** "Firefox on Linux" */
  readonly browser: string;
  readonly address: string;
  readonly signedInAt: Moment;
  readonly seenAt: Moment;
  /** Whether it is the session that looks at the page. */
  readonly isThis: boolean;
  /** Where to post to end it. */
  readonly endPath: string;
};

/** Context of views/operators/sessions.eta. */
export type SessionsPage = {
  readonly own: readonly SessionRow[];
  /** Undefined for who may not see them. */
  readonly others: readonly SessionRow[] | undefined;
};

/** Context of views/operators/permissions.eta: who may do what. */
export type PermissionsPage = {
  readonly roles: readonly {
    readonly name: string;
    readonly group: string;
    readonly summary: string;
  }[];
  readonly rows: readonly {
    readonly permission: string;
    readonly allows: string;
    /** In the order of `roles`. */
    readonly held: readonly boolean[];
  }[];
};
