import type { FormField } from '../web/form-fields.ts';

/** Context of views/operators/sign-in.eta. */
export type SignInPage = {
  readonly username: string;
  readonly error: string;
  /** A path of this console to go on to, or empty. */
  readonly returnTo: string;
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
