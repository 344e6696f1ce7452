import type { FormField } from '../web/rendering/form-fields.ts';
import type { Badge, Moment } from '../web/rendering/page.ts';

/** Context of views/events/list.eta. */
export type WebhookListPage = {
  readonly rows: readonly WebhookRow[];
  readonly newHref: string;
};

export type WebhookRow = {
  readonly name: string;
  readonly href: string;
  /** Scheme and host, or where the stream goes. */
  readonly address: string;
  readonly isOfSettings: boolean;
  readonly state: Badge;
  /** Undefined: never. */
  readonly deliveredAt: Moment | undefined;
  /** "Up to date" */
  readonly behind: string;
  readonly problem: string;
};

/** Context of views/events/form.eta: a new webhook, or one that exists. */
export type WebhookFormPage = {
  readonly title: string;
  /** Where the form is sent to with POST. */
  readonly action: string;
  readonly key: string;
  readonly fields: readonly FormField[];
  /** Ticks, each section a question. */
  readonly choices: readonly { readonly legend: string; readonly fields: readonly FormField[] }[];
  /** What can be chosen as events. */
  readonly types: readonly { readonly id: string; readonly title: string }[];
  readonly problem: string;
  readonly submitLabel: string;
  readonly cancelHref: string;
};

/** Context of views/events/detail.eta. */
export type WebhookPage = {
  readonly name: string;
  readonly listHref: string;
  readonly state: Badge;
  readonly createdAt: Moment;
  /** Just made, and shown this once; empty otherwise. */
  readonly secret: string;
  /** What is wrong; empty when nothing is. */
  readonly problem: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly moments: readonly { readonly label: string; readonly moment: Moment }[];
  /** Posted at once. */
  readonly buttons: readonly WebhookButton[];
  /** Lead to a page first. */
  readonly links: readonly {
    readonly label: string;
    readonly href: string;
    readonly icon: string;
  }[];
};

export type WebhookButton = {
  readonly label: string;
  readonly action: string;
  readonly icon: string;
};

/** Context of views/events/confirm.eta. */
export type WebhookConfirmPage = {
  readonly title: string;
  readonly name: string;
  readonly consequence: string;
  readonly action: string;
  readonly submitLabel: string;
  readonly isSevere: boolean;
  readonly cancelHref: string;
};
