import { type TSchema, Type } from '@sinclair/typebox';

/** How a form shows a property of an action's input; read by form.ts and input.ts. */
export type FieldOptions = {
  readonly title: string;
  /** One sentence under the control. */
  readonly description?: string;
  /** Said beside the field when the value does not fit. */
  readonly problem?: string;
  readonly control?: 'text' | 'email' | 'tel' | 'password' | 'textarea' | 'number' | 'datetime';
  /** Heading of the group of fields it stands in. */
  readonly section?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** Its section starts folded when nothing in it is filled in. */
  readonly isRarelyUsed?: boolean;
  /** Left out of the audit, and never sent back to the browser. */
  readonly secret?: boolean;
  /** An empty value means "remove" and is kept, instead of counting as not given. */
  readonly keepsEmpty?: boolean;
  /** Said when a value that is there is emptied, where it can be replaced but not taken away. */
  readonly ifEmptied?: string;
  readonly autocomplete?: string;
  /** Of a tick box: a program must send it, since leaving it out would switch something off. */
  readonly mustBeSent?: boolean;
};

/** A line of text that must be given. */
export const text = (options: FieldOptions) => Type.String({ minLength: 1, ...options });

/** A line of text that may be left empty. */
export const optionalText = (options: FieldOptions) => Type.Optional(Type.String(options));

/** A password: kept as typed, never shown again, never written down. */
export const password = (options: FieldOptions) =>
  Type.String({
    minLength: 1,
    maxLength: 256,
    control: 'password',
    secret: true,
    autocomplete: 'new-password',
    ...options,
  });

/** A password that may be left empty. */
export const optionalPassword = (options: FieldOptions) => Type.Optional(password(options));

/** A tick box; not ticked counts as false. */
export const checkbox = (options: FieldOptions) => Type.Boolean(options);

/** A whole number that may be left empty. */
export const optionalInteger = (
  options: FieldOptions & { readonly minimum?: number; readonly maximum?: number },
) => Type.Optional(Type.Integer(options));

/** The form options of a schema, whoever made it. */
export function fieldOptions(schema: TSchema): FieldOptions {
  const option = (name: keyof FieldOptions): unknown => schema[name];
  const string = (name: keyof FieldOptions): string | undefined => {
    const value = option(name);
    return typeof value === 'string' ? value : undefined;
  };
  const number = (name: keyof FieldOptions): number | undefined => {
    const value = option(name);
    return typeof value === 'number' ? value : undefined;
  };
  const control = controls.find((one) => one === option('control'));
  const description = string('description');
  const problem = string('problem');
  const section = string('section');
  const autocomplete = string('autocomplete');
  const ifEmptied = string('ifEmptied');
  const minLength = number('minLength');
  const maxLength = number('maxLength');
  return {
    title: string('title') ?? '',
    isRarelyUsed: option('isRarelyUsed') === true,
    secret: option('secret') === true,
    keepsEmpty: option('keepsEmpty') === true,
    mustBeSent: option('mustBeSent') === true,
    ...(control && { control }),
    ...(description && { description }),
    ...(problem && { problem }),
    ...(section && { section }),
    ...(autocomplete && { autocomplete }),
    ...(ifEmptied && { ifEmptied }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
  };
}

const controls = ['text', 'email', 'tel', 'password', 'textarea', 'number', 'datetime'] as const;
