import type { Role } from '../../operators/permissions.ts';
import type { IconName } from './icons.ts';

/** An entry of the main navigation. */
export type NavigationItem = {
  readonly label: string;
  readonly href: string;
  readonly icon: IconName;
  readonly isCurrent: boolean;
};

/** What the layout around every page needs. */
export type PageFrame = {
  /** Goes into <title> as "{title} · Poolkeeper". */
  readonly title: string;
  /** Undefined on pages before sign-in. */
  readonly operator: { readonly displayName: string; readonly role: Role } | undefined;
  /** The managed pool that the page is about; undefined on pages before sign-in. */
  readonly pool: { readonly alias: string; readonly name: string } | undefined;
  readonly navigation: readonly NavigationItem[];
  /** What was just done or went wrong; shown on top of the page, announced to screen readers. */
  readonly notice: Notice | undefined;
  /** What needs an operator's attention, on every page until it is dealt with. */
  readonly banner: Notice | undefined;
  readonly isSandbox: boolean;
};

export type Notice = {
  readonly tone: 'success' | 'warning' | 'danger' | 'info';
  readonly text: string;
  /** For example a link that undoes what was done. */
  readonly link: { readonly label: string; readonly href: string } | undefined;
};

/** A moment shown relative, with the exact UTC time on hover. */
export type Moment = {
  /** ISO 8601, UTC. */
  readonly iso: string;
  /** "2026-11-20 14:03:11 UTC" */
  readonly exact: string;
  /** "3 minutes ago" */
  readonly relative: string;
};

/** A word with a colour, never a colour alone. */
export type Badge = {
  readonly label: string;
  readonly tone: 'green' | 'yellow' | 'red' | 'blue' | 'grey' | 'purple';
  /** One sentence: what this means for the person. */
  readonly explanation: string;
};

/** A button or link that leads to an action's form. */
export type ActionLink = {
  /** The action's id, `user.disable`. */
  readonly id: string;
  readonly label: string;
  readonly href: string;
  readonly icon: string;
  readonly danger: 'none' | 'caution' | 'severe';
};

/** A line of the audit as pages show it. */
export type AuditLine = {
  readonly number: number;
  /** The page with all that is in the entry. */
  readonly href: string;
  readonly at: Moment;
  readonly operator: string;
  readonly role: string;
  /** The action's title, "Disable user". */
  readonly action: string;
  readonly actionId: string;
  readonly targetKind: 'user' | 'group' | 'pool';
  readonly target: string;
  /** Where the target can be looked at; undefined when it has no page. */
  readonly targetHref: string | undefined;
  readonly outcome: Badge;
  /** The error's sentence or what was changed; empty when there is nothing to add. */
  readonly detail: string;
};
