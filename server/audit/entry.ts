/** Who does it: what the audit must know of an operator. */
export type AuditActor = {
  readonly sub: string;
  readonly username: string;
  /** The role at that moment, which may since have been renamed. */
  readonly role: string;
  readonly sessionId: string;
  /** Network address the request came from. */
  readonly address: string;
};

/** What is about to be done. `input` has no secrets in it: actions leave them out. */
export type AuditIntent = {
  readonly actor: AuditActor;
  /** Alias of the managed pool. */
  readonly pool: string;
  /** Action id, `user.disable`. */
  readonly action: string;
  readonly target: {
    readonly kind: 'user' | 'group' | 'pool';
    readonly name: string;
    readonly sub: string;
  };
  readonly input: Readonly<Record<string, unknown>>;
};

/**
 * `started` is an intent whose outcome was never written: the process ended in between, so the
 * change may or may not have reached the pool.
 */
export const auditOutcomes = ['succeeded', 'failed', 'refused', 'started'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** An intent together with what became of it. */
export type AuditEntry = AuditIntent & {
  readonly number: number;
  readonly at: Date;
  readonly outcome: AuditOutcome;
  readonly errorCode: string;
  /** The sentence the operator was shown; empty on success. */
  readonly errorMessage: string;
  /** Milliseconds; undefined while unknown. */
  readonly duration: number | undefined;
};

export type AuditFilter = {
  readonly pool?: string | undefined;
  readonly operator?: string | undefined;
  readonly target?:
    | { readonly kind: AuditIntent['target']['kind']; readonly name: string }
    | undefined;
  /** Name of a target of any kind. */
  readonly targetName?: string | undefined;
  readonly action?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  /** Only entries with a smaller number: the cursor of the next page. */
  readonly before?: number | undefined;
};
