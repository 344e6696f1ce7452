import type { FormField } from '../web/rendering/form-fields.ts';
import type { Badge, Moment } from '../web/rendering/page.ts';

type KeyRow = {
  readonly name: string;
  readonly href: string;
  /** "Administrator" */
  readonly role: string;
  readonly state: Badge;
  readonly pools: string;
  /** What it may do, in words. */
  readonly actions: string;
  readonly madeBy: string;
  readonly expiresAt: Moment;
  /** Undefined: never. */
  readonly usedAt: Moment | undefined;
};

/** Context of views/keys/list.eta. */
export type KeyListPage = {
  readonly newHref: string;
  readonly rows: readonly KeyRow[];
};

/** Something that is for all, or for those that are ticked; context of views/keys/_choice.eta. */
export type Choice = {
  /** "Actions" */
  readonly legend: string;
  /** Of the radio buttons. */
  readonly scopeName: string;
  readonly scopes: readonly {
    readonly value: string;
    readonly label: string;
    readonly isChosen: boolean;
  }[];
  /** Of the boxes. */
  readonly name: string;
  readonly boxes: readonly {
    readonly value: string;
    readonly label: string;
    /** Which roles can have it; empty where all can. */
    readonly hint: string;
    readonly isTicked: boolean;
  }[];
  readonly error: string;
};

/** Context of views/keys/form.eta: a new key, or one that is rotated or revoked. */
export type KeyFormPage = {
  readonly title: string;
  /** The key's name; empty for a new one. */
  readonly target: string;
  readonly consequence: string;
  readonly danger: 'none' | 'caution' | 'severe';
  /** Where the form is sent to with POST. */
  readonly action: string;
  readonly problem: string;
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly fields: readonly FormField[];
  readonly choices: readonly Choice[];
  readonly submitLabel: string;
  readonly cancelHref: string;
};

/** Context of views/keys/secret.eta: the only page that shows a key. */
export type KeySecretPage = {
  readonly title: string;
  readonly name: string;
  readonly secret: string;
  readonly expiresAt: Moment;
  /** Until when the key before is accepted; undefined when there is none. */
  readonly previousUntil: Moment | undefined;
  readonly href: string;
};

/** Context of views/keys/detail.eta. */
export type KeyPage = {
  readonly name: string;
  readonly state: Badge;
  readonly listHref: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** Empty for a key that has ended. */
  readonly links: readonly {
    readonly label: string;
    readonly href: string;
    readonly icon: string;
    readonly isSevere: boolean;
  }[];
  /** What the key did, by pool. */
  readonly audits: readonly { readonly label: string; readonly href: string }[];
};
