import type { Static, TObject } from '@sinclair/typebox';
import type { PoolGateway } from '../cognito/gateway.ts';
import type { PoolDescription } from '../cognito/types.ts';
import type { KnownChange } from '../directory/store/users/known-change.ts';
import type { FieldErrors } from '../errors.ts';
import type { Permission } from '../operators/permissions.ts';
import type { Shown } from './posted/shown.ts';
import type { Takeover } from './takeover.ts';
import type { TargetKind, TargetName, TargetOf, UserTarget } from './target.ts';

/** Categories of the service's request quotas; bulk work takes its share of each. */
export type QuotaCategory =
  | 'UserCreation'
  | 'UserUpdate'
  | 'UserAccountRecovery'
  | 'UserResourceUpdate'
  | 'UserResourceRead';

/** Why an action would fail, or do silent harm, in the target's present state. */
export type Refusal = {
  readonly code: string;
  /** One or two sentences that name the right way. */
  readonly message: string;
};

/**
 * Carries out one of the several calls that an action consists of, and has what became of it
 * written down.
 *
 * @param name the id of the action it is like (`user.disable`), or the call's own
 * @throws whatever the task throws
 */
export type RunPart = (name: string, task: () => Promise<unknown>) => Promise<void>;

export type Values = Readonly<Record<string, unknown>>;

/** How an action is offered for many users at once. */
export type Bulk = {
  /** What will happen to each of them, in plain words. */
  readonly consequence: string;
  /**
   * Whether it may be repeated for a user when the outcome of the first attempt is unknown:
   * only where twice is the same as once for the person.
   */
  readonly isRepeatable: boolean;
  /** How it changes the user in the mirror, so that the pool need not be asked after each. */
  readonly change: (target: UserTarget, input: Values) => KnownChange;
  /** What it asks for once, the same for all; nothing unless said. */
  readonly input?: (pool: PoolDescription) => TObject;
  /** Values a form offers for a field, where the pool knows them. */
  readonly choices?: (gateway: PoolGateway) => Promise<Readonly<Record<string, readonly string[]>>>;
};

export type Definition<Kind extends TargetKind, Schema extends TObject> = {
  /** `user.disable`: the kind of thing and the verb. */
  readonly id: string;
  readonly target: Kind;
  /** "Disable user" */
  readonly title: string;
  /** The button: "Disable". */
  readonly label: string;
  /** The form's own button, where it is called otherwise: "Save". */
  readonly submitLabel?: string | ((target: TargetOf<Kind>, pool: PoolDescription) => string);
  /** A name of web/rendering/icons.ts; a test looks that it is one. */
  readonly icon: string;
  readonly permission: Permission;
  /** What it needs besides, for this target: an action that does what several others do. */
  readonly alsoNeeds?: (target: TargetOf<Kind>) => readonly Permission[];
  /** `severe` asks for the target's name to be typed. */
  readonly danger: 'none' | 'caution' | 'severe';
  /** Targets for which it is severe, whatever it is for others. */
  readonly isSevereFor?: (target: TargetOf<Kind>) => boolean;
  /** Whether it can take over a person, or give a role. */
  readonly takeover: Takeover<Kind, Schema>;
  readonly quota: QuotaCategory;
  /** What will happen, in plain words. */
  readonly consequence: (target: TargetOf<Kind>, pool: PoolDescription) => string;
  /** What it asks for. Annotations of fields.ts say how a form shows it. */
  readonly input: (pool: PoolDescription, target: TargetOf<Kind>) => Schema;
  /** What the schema cannot say: messages for fields that do not fit together. */
  readonly check?: (input: Static<Schema>, pool: PoolDescription) => FieldErrors;
  /** What only the pool can say: messages for fields, asked for before the intent is written. */
  readonly checkWithPool?: (
    gateway: PoolGateway,
    target: TargetOf<Kind>,
    input: Static<Schema>,
  ) => Promise<FieldErrors>;
  /**
   * Fields that a link of this console may fill in: what names a thing, never what says yes. None
   * unless said.
   */
  readonly prefills?: readonly (keyof Static<Schema> & string)[];
  /**
   * For a form that starts with the target's present values: only what is changed in it is input, and a
   * value that was changed elsewhere meanwhile is left alone.
   */
  readonly edits?: {
    readonly present: (target: TargetOf<Kind>) => Values;
    /**
     * Fields that say something of another one: a flag, and the address that it is about. A flag that a
     * form showed as set and that was left alone says nothing of a changed address.
     */
    readonly about?: Readonly<Record<string, string>>;
  };
  /** Values a form starts with; those it edits unless said. */
  readonly initial?: (target: TargetOf<Kind>, gateway: PoolGateway) => Values | Promise<Values>;
  /**
   * The state of the target that the form shows and the action acts on, always under the same names.
   * The form carries it back, and nothing is done when it has changed. Who the target is need not be
   * among it.
   */
  readonly shown?: (
    target: TargetOf<Kind>,
    pool: PoolDescription,
    gateway: PoolGateway,
  ) => Shown | Promise<Shown>;
  /** What the audit keeps besides the input: the address that was marked or written to. */
  readonly audited?: (
    target: TargetOf<Kind>,
    pool: PoolDescription,
    input: Static<Schema>,
  ) => Values;
  /** Values a form offers for a field, where the pool knows them. */
  readonly choices?: (
    gateway: PoolGateway,
    target: TargetOf<Kind>,
  ) => Promise<Readonly<Record<string, readonly string[]>>>;
  readonly refusal?: (target: TargetOf<Kind>, pool: PoolDescription) => Refusal | undefined;
  /** Groups whose powers the target loses by it; none unless said. Guards watch these. */
  readonly takesFromGroups?: (target: TargetOf<Kind>, input: Static<Schema>) => readonly string[];
  /**
   * Which of the target's sessions at this console end with it, when the target is an operator: it
   * changes what the person signs in with. `others` spares the session in which operators do it to
   * themselves.
   */
  readonly endsSessions?: 'all' | 'others';
  /** What the audit names as target when the action makes something new. */
  readonly creates?: (input: Static<Schema>) => TargetName;
  /** Answers the name of what it created, when it creates. */
  readonly run: (
    gateway: PoolGateway,
    target: TargetOf<Kind>,
    input: Static<Schema>,
    part: RunPart,
  ) => Promise<void> | Promise<string>;
  /**
   * Whether the pool shows that it was done: asked when the answer was lost, or the console ended
   * before it came. Left out where the pool does not show it, undefined where it does not for this input.
   *
   * @param target as it is now; undefined when it does not exist
   */
  readonly isDone?: (target: TargetOf<Kind> | undefined, input: Values) => boolean | undefined;
  /** The message afterwards: "alice was disabled." */
  readonly done: (name: string, input: Values) => string;
  /** The action that takes it back, and the inputs it needs of this one. */
  readonly undo?: { readonly id: string; readonly inputs: readonly string[] };
  /** Left out: it is done to one at a time only. */
  readonly bulk?: Bulk;
};
