/** Who does it: what the audit must know of an operator. Empty texts before anyone has signed in. */
export type AuditActor = {
  readonly sub: string;
  readonly username: string;
  /** The role at that moment, which may since have been renamed. */
  readonly role: string;
  readonly sessionId: string;
  /** Network address the request came from. */
  readonly address: string;
  /** What the browser calls itself. */
  readonly browser: string;
};

/** The console itself, where no person is behind what happens. */
export const consoleActor: AuditActor = {
  sub: '',
  username: 'poolkeeper',
  role: 'console',
  sessionId: '',
  address: '',
  browser: '',
};

/** What is about to be done. `input` has no secrets in it: actions leave them out. */
export type AuditIntent = {
  readonly actor: AuditActor;
  /** Alias of the managed pool; empty for what belongs to no pool, such as a sign-in. */
  readonly pool: string;
  /** Action id, `user.disable`. */
  readonly action: string;
  readonly target: {
    readonly kind: 'user' | 'group' | 'pool';
    readonly name: string;
    readonly sub: string;
  };
  readonly input: Readonly<Record<string, unknown>>;
  /** Given by the operator, where the console asks for one. */
  readonly reason?: string | undefined;
};

/** Why something was refused or failed. A `PoolkeeperError` is one. */
export type AuditFailure = {
  readonly code: string;
  readonly publicMessage: string;
  /** Of the AWS request that failed. */
  readonly requestId?: string | undefined;
  /** The answer was lost, so that it may have been done all the same. */
  readonly isOutcomeUnknown?: boolean | undefined;
};

/** Something that is told when it has happened: a sign-in, an export, a page that was refused. */
export type AuditEvent = AuditIntent & {
  readonly outcome: 'succeeded' | 'failed' | 'refused';
  readonly failure?: AuditFailure | undefined;
};

/** One of several calls that an action consists of. */
export type AuditPart = {
  /** `user.disable`, `revoke-sessions`. */
  readonly name: string;
  readonly failure: AuditFailure | undefined;
  /** Milliseconds. */
  readonly duration: number;
};

/**
 * `started` is an intent whose outcome was not written yet. If the answer was lost or the process
 * ended in between, the pool is looked at; `unknown` says that even this does not show whether it was
 * done.
 */
export const auditOutcomes = ['succeeded', 'failed', 'refused', 'started', 'unknown'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** An intent together with what became of it. */
export type AuditEntry = AuditIntent & {
  readonly number: number;
  readonly at: Date;
  readonly reason: string;
  readonly outcome: AuditOutcome;
  readonly errorCode: string;
  /** The sentence the operator was shown; empty on success. */
  readonly errorMessage: string;
  readonly requestId: string;
  /** Milliseconds; undefined while unknown. */
  readonly duration: number | undefined;
  readonly parts: readonly AuditPart[];
};

export type AuditFilter = {
  /** Entries of this pool, and those that belong to none. */
  readonly pool?: string | undefined;
  readonly operator?: string | undefined;
  readonly target?:
    | {
        readonly kind: AuditIntent['target']['kind'];
        readonly name: string;
        /** Leaves out those about somebody else who once had the same name. */
        readonly sub?: string | undefined;
      }
    | undefined;
  /** Name of a target of any kind, or a user's sub. */
  readonly targetName?: string | undefined;
  readonly action?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  /** Begun at this moment or later. */
  readonly from?: Date | undefined;
  /** Begun before this moment. */
  readonly until?: Date | undefined;
  /** Only entries with a smaller number: the cursor of the next page. */
  readonly before?: number | undefined;
  /** Only entries with this number or a larger one. */
  readonly since?: number | undefined;
};
