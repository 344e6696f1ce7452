import { Kind, type TObject } from '@sinclair/typebox';
import type { PoolGateway } from '../cognito/gateway.ts';
import type { PoolDescription } from '../cognito/types.ts';
import type { KnownChange } from '../directory/store/users/known-change.ts';
import { type FieldErrors, invalidInput } from '../errors.ts';
import type { Permission } from '../operators/permissions.ts';
import type { Definition, Refusal, RunPart, Values } from './definition.ts';
import { displayNameOf } from './display-name.ts';
import { parseInput, withoutSecrets } from './input.ts';
import { type Edits, editsOf, parseEdits, schemaOf } from './posted/edits.ts';
import { atFieldsOf } from './posted/field-errors.ts';
import type { Shown } from './posted/shown.ts';
import { type TakeoverKind, type TakeoverScope, takeoverKindOf } from './takeover.ts';
import type { Target, TargetKind, TargetName, TargetOf } from './target.ts';

export type { QuotaCategory, Refusal, RunPart } from './definition.ts';

/** A validated action, ready to be carried out. */
export type Plan = {
  /** For the audit: secrets left out. */
  readonly input: Values;
  readonly auditTarget: TargetName & { readonly sub: string };
  readonly takesFromGroups: readonly string[];
  /** Whether it can take over a person, or give a role, with this input. */
  readonly isTakeover: (scope: TakeoverScope) => Promise<boolean>;
  /** Messages for fields that the pool objects to; empty when it does not. */
  readonly checkWithPool: (gateway: PoolGateway) => Promise<FieldErrors>;
  readonly execute: (gateway: PoolGateway, part: RunPart) => Promise<string | undefined>;
  /** How it changes the user in the mirror; undefined where only the pool can say. */
  readonly change: KnownChange | undefined;
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
  | 'endsSessions'
> & {
  /** Fields that a link of this console may fill in. */
  readonly prefills: readonly string[];
  readonly takeover: TakeoverKind;
  /** Why it cannot take over a person; undefined where it can. */
  readonly harmless: string | undefined;
  /** Whether the target's name has to be typed before it. */
  readonly isSevereFor: (target: Target) => boolean;
  readonly consequence: (target: Target, pool: PoolDescription) => string;
  /** The button of its form. */
  readonly submitLabel: (target: Target, pool: PoolDescription) => string;
  readonly input: (pool: PoolDescription, target: Target) => TObject;
  readonly alsoNeeds: (target: Target) => readonly Permission[];
  readonly initial: (target: Target, gateway: PoolGateway) => Promise<Values>;
  /** What its form shows: who the target is, the state it acts on, and the values it edits. */
  readonly shown: (target: Target, pool: PoolDescription, gateway: PoolGateway) => Promise<Shown>;
  /** The values that its form edits, by field; none for a form that edits nothing. */
  readonly present: (target: Target, pool: PoolDescription) => Shown;
  /** What was changed in the form; nothing for a form that edits nothing. */
  readonly edits: (target: Target, pool: PoolDescription, sent: unknown) => Edits;
  readonly choices: (
    gateway: PoolGateway,
    target: Target,
  ) => Promise<Readonly<Record<string, readonly string[]>>>;
  readonly refusal: (target: Target, pool: PoolDescription) => Refusal | undefined;
  /**
   * Undefined where the pool does not show it.
   *
   * @param since when it was begun: what an action creates cannot be older
   */
  readonly isDone: (target: Target | undefined, input: Values, since: Date) => boolean | undefined;
  /** @throws PoolkeeperError `invalid_input` (422) with a message for each wrong field */
  readonly plan: (target: Target, pool: PoolDescription, raw: unknown) => Plan;
};

/** Defines a verb once; everything that offers or performs it is derived from this. */
export function defineAction<Kind extends TargetKind, Schema extends TObject>(
  definition: Definition<Kind, Schema>,
): Action {
  const { id, title, label, submitLabel, icon, permission, danger, quota, done, undo, bulk } =
    definition;
  const { takeover, endsSessions } = definition;
  const own = (target: Target): TargetOf<Kind> => {
    if (isOfKind(target, definition.target)) return target;
    throw new TypeError(`${id} is for a ${definition.target}, not for a ${target.kind}.`);
  };
  const present = (target: TargetOf<Kind>, pool: PoolDescription): Shown => {
    if (definition.edits === undefined) return {};
    const values = definition.edits.present(target);
    // A box without a present value edits nothing: it is about another field.
    const names = Object.entries(definition.input(pool, target).properties)
      .filter(([name, property]) => name in values || property[Kind] !== 'Boolean')
      .map(([name]) => name);
    return Object.fromEntries(names.map((name) => [name, String(values[name] ?? '')]));
  };
  const edits = (target: TargetOf<Kind>, pool: PoolDescription, sent: unknown): Edits => {
    if (definition.edits === undefined) return { given: {}, contested: {} };
    const rules = { present: present(target, pool), about: definition.edits.about ?? {} };
    return editsOf(definition.input(pool, target), rules, sent);
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
    ...(endsSessions && { endsSessions }),
    takeover: takeoverKindOf(takeover),
    harmless: takeover !== 'always' && 'never' in takeover ? takeover.never : undefined,
    isSevereFor: (target) => danger === 'severe' || definition.isSevereFor?.(own(target)) === true,
    // Sentences name people as they know themselves; everything else goes by the pool's name.
    consequence: (target, pool) =>
      definition.consequence({ ...own(target), name: displayNameOf(target) }, pool),
    submitLabel: (target, pool) =>
      typeof submitLabel === 'function' ? submitLabel(own(target), pool) : (submitLabel ?? label),
    input: (pool, target) => definition.input(pool, own(target)),
    alsoNeeds: (target) => definition.alsoNeeds?.(own(target)) ?? [],
    initial: async (target, gateway) =>
      (await definition.initial?.(own(target), gateway)) ??
      definition.edits?.present(own(target)) ??
      {},
    present: (target, pool) => present(own(target), pool),
    edits: (target, pool, sent) => edits(own(target), pool, sent),
    shown: async (target, pool, gateway) => ({
      ...identityOf(target),
      ...(await definition.shown?.(own(target), pool, gateway)),
      ...present(own(target), pool),
    }),
    choices: async (gateway, target) => (await definition.choices?.(gateway, own(target))) ?? {},
    refusal: (target, pool) => definition.refusal?.(own(target), pool),
    isDone(target, input, since) {
      if (definition.creates) return isCreatedSince(target, since);
      return definition.isDone?.(target && own(target), input);
    },
    plan(anyTarget, pool, raw) {
      const target = own(anyTarget);
      const whole = definition.input(pool, target);
      const { given } = edits(target, pool, raw);
      const isEdit = definition.edits !== undefined;
      const schema = isEdit ? schemaOf(whole, new Set(Object.keys(given))) : whole;
      const input = isEdit ? parseEdits(schema, given) : parseInput(schema, raw);
      const problems = definition.check?.(input, pool) ?? {};
      if (Object.keys(problems).length > 0) throw invalidInput(problems);
      const called = own(asCalled(anyTarget));
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
        isTakeover: async (scope) =>
          takeover === 'always' ||
          ('when' in takeover && (await takeover.when(target, input, scope))),
        checkWithPool: async (gateway) =>
          (await definition.checkWithPool?.(gateway, target, input)) ?? {},
        change: anyTarget.kind === 'user' ? bulk?.change(anyTarget, input) : undefined,
        execute: async (gateway, part) => {
          try {
            return (await definition.run(gateway, called, input, part)) ?? undefined;
          } catch (error) {
            throw atFieldsOf(whole, error);
          }
        },
      };
    },
  };
}

/** The target under the name that calls to the pool use. */
function asCalled(target: Target): Target {
  return target.kind === 'user' ? { ...target, name: target.calledBy ?? target.name } : target;
}

/** Another of the same name may have been made since: what its name does not tell. */
function identityOf(target: Target): Shown {
  if (target.kind === 'user') return { sub: target.sub };
  return target.kind === 'group' ? { created: target.group.createdAt.toISOString() } : {};
}

/** How far the service's clock may be behind ours, in milliseconds. */
const clockDifference = 60_000;

function isCreatedSince(target: Target | undefined, since: Date): boolean {
  if (target === undefined || target.kind === 'pool') return false;
  const { createdAt } = target.kind === 'user' ? target.user : target.group;
  return createdAt.getTime() >= since.getTime() - clockDifference;
}

function isOfKind<Kind extends TargetKind>(target: Target, kind: Kind): target is TargetOf<Kind> {
  return target.kind === kind;
}
