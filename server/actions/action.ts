import type { Static, TObject } from '@sinclair/typebox';
import type { PoolGateway } from '../cognito/gateway.ts';
import type { PoolDescription } from '../cognito/types.ts';
import { type FieldErrors, invalidInput } from '../errors.ts';
import type { Permission } from '../operators/permissions.ts';
import { displayNameOf } from './display-name.ts';
import { parseInput, withoutSecrets } from './input.ts';
import type { Shown } from './shown.ts';
import type { Target, TargetKind, TargetName, TargetOf } from './target.ts';

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

type Values = Readonly<Record<string, unknown>>;

/** How an action is offered for many users at once. */
export type Bulk = {
  /** What will happen to each of them, in plain words. */
  readonly consequence: string;
  /**
   * Whether it may be done once more to a user for whom nobody can tell any more whether it was done:
   * only where twice is the same as once for the person.
   */
  readonly isRepeatable: boolean;
  /** What it asks for once, the same for all; nothing unless said. */
  readonly input?: (pool: PoolDescription) => TObject;
  /** Values a form offers for a field, where the pool knows them. */
  readonly choices?: (gateway: PoolGateway) => Promise<Readonly<Record<string, readonly string[]>>>;
};

type Definition<Kind extends TargetKind, Schema extends TObject> = {
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
  /** Values a form starts with. */
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
   * Whether the pool shows that it was done: asked when the console ended before it knew. Left out
   * where the pool does not show it.
   *
   * @param target as it is now; undefined when it does not exist
   */
  readonly isDone?: (target: TargetOf<Kind> | undefined, input: Values) => boolean;
  /** Told afterwards: "alice was disabled." */
  readonly done: (name: string, input: Values) => string;
  /** The action that takes it back, and the inputs it needs of this one. */
  readonly undo?: { readonly id: string; readonly inputs: readonly string[] };
  /** Left out: it is done to one at a time only. */
  readonly bulk?: Bulk;
};

/** A validated action, ready to be carried out. */
export type Plan = {
  /** For the audit: secrets left out. */
  readonly input: Values;
  readonly auditTarget: TargetName & { readonly sub: string };
  readonly takesFromGroups: readonly string[];
  /** Messages for fields that the pool objects to; empty when it does not. */
  readonly checkWithPool: (gateway: PoolGateway) => Promise<FieldErrors>;
  readonly execute: (gateway: PoolGateway, part: RunPart) => Promise<void> | Promise<string>;
};

/** A verb, as pages, the API and jobs see it: whatever its target and input. */
export type Action = Pick<
  Definition<TargetKind, TObject>,
  | 'id'
  | 'target'
  | 'title'
  | 'label'
  | 'icon'
  | 'permission'
  | 'danger'
  | 'quota'
  | 'done'
  | 'undo'
  | 'bulk'
> & {
  /** Fields that a link of this console may fill in. */
  readonly prefills: readonly string[];
  /** Whether the target's name has to be typed before it. */
  readonly isSevereFor: (target: Target) => boolean;
  readonly consequence: (target: Target, pool: PoolDescription) => string;
  /** The button of its form. */
  readonly submitLabel: (target: Target, pool: PoolDescription) => string;
  readonly input: (pool: PoolDescription, target: Target) => TObject;
  readonly alsoNeeds: (target: Target) => readonly Permission[];
  readonly initial: (target: Target, gateway: PoolGateway) => Promise<Values>;
  /** What its form shows, who the target is included. */
  readonly shown: (target: Target, pool: PoolDescription, gateway: PoolGateway) => Promise<Shown>;
  readonly choices: (
    gateway: PoolGateway,
    target: Target,
  ) => Promise<Readonly<Record<string, readonly string[]>>>;
  readonly refusal: (target: Target, pool: PoolDescription) => Refusal | undefined;
  /** Undefined where the pool does not show it. */
  readonly isDone: (target: Target | undefined, input: Values) => boolean | undefined;
  /** @throws PoolkeeperError `invalid_input` (422) with a message for each wrong field */
  readonly plan: (target: Target, pool: PoolDescription, raw: unknown) => Plan;
};

/** Defines a verb once; everything that offers or performs it is derived from this. */
export function defineAction<Kind extends TargetKind, Schema extends TObject>(
  definition: Definition<Kind, Schema>,
): Action {
  const { id, title, label, submitLabel, icon, permission, danger, quota, done, undo, bulk } =
    definition;
  const own = (target: Target): TargetOf<Kind> => {
    if (isOfKind(target, definition.target)) return target;
    throw new TypeError(`${id} is for a ${definition.target}, not for a ${target.kind}.`);
  };
  return {
    id,
    target: definition.target,
    title,
    label,
    icon,
    permission,
    danger,
    quota,
    done,
    ...(undo && { undo }),
    ...(bulk && { bulk }),
    prefills: definition.prefills ?? [],
    isSevereFor: (target) => danger === 'severe' || definition.isSevereFor?.(own(target)) === true,
    // Sentences name people as they know themselves; everything else goes by the pool's name.
    consequence: (target, pool) =>
      definition.consequence({ ...own(target), name: displayNameOf(target) }, pool),
    submitLabel: (target, pool) =>
      typeof submitLabel === 'function' ? submitLabel(own(target), pool) : (submitLabel ?? label),
    input: (pool, target) => definition.input(pool, own(target)),
    alsoNeeds: (target) => definition.alsoNeeds?.(own(target)) ?? [],
    initial: async (target, gateway) => (await definition.initial?.(own(target), gateway)) ?? {},
    shown: async (target, pool, gateway) => ({
      ...identityOf(target),
      ...(await definition.shown?.(own(target), pool, gateway)),
    }),
    choices: async (gateway, target) => (await definition.choices?.(gateway, own(target))) ?? {},
    refusal: (target, pool) => definition.refusal?.(own(target), pool),
    isDone(target, input) {
      if (definition.creates) return target !== undefined;
      return definition.isDone?.(target && own(target), input);
    },
    plan(anyTarget, pool, raw) {
      const target = own(anyTarget);
      const schema = definition.input(pool, target);
      const input = parseInput(schema, raw);
      const problems = definition.check?.(input, pool) ?? {};
      if (Object.keys(problems).length > 0) throw invalidInput(problems);
      const created = definition.creates?.(input);
      const sub = anyTarget.kind === 'user' ? anyTarget.sub : '';
      return {
        input: {
          ...withoutSecrets(schema, input),
          ...definition.audited?.(target, pool, input),
        },
        auditTarget: created
          ? { ...created, sub: '' }
          : { kind: target.kind, name: target.name, sub },
        takesFromGroups: definition.takesFromGroups?.(target, input) ?? [],
        checkWithPool: async (gateway) =>
          (await definition.checkWithPool?.(gateway, target, input)) ?? {},
        execute: (gateway, part) => definition.run(gateway, target, input, part),
      };
    },
  };
}

/** Another of the same name may have been made since: what its name does not tell. */
function identityOf(target: Target): Shown {
  if (target.kind === 'user') return { sub: target.sub };
  return target.kind === 'group' ? { created: target.group.createdAt.toISOString() } : {};
}

function isOfKind<Kind extends TargetKind>(target: Target, kind: Kind): target is TargetOf<Kind> {
  return target.kind === kind;
}
