/** A member of a posted form or of the query as text; empty where it is missing. */
export function textIn(form: unknown, name: string): string {
  if (typeof form !== 'object' || form === null || !Object.hasOwn(form, name)) return '';
  const value: unknown = Object.getOwnPropertyDescriptor(form, name)?.value;
  return typeof value === 'string' ? value : '';
}

/** What was typed, to be shown in the form again; never for passwords and codes. */
export function typedIn(form: unknown, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, textIn(form, name)]));
}

/** A path of this application to return to after a sign-in; anything else becomes the notes. */
export function safeNext(next: string): string {
  return /^\/(?![/\\])[\w/-]*$/.test(next) ? next : '/notes';
}
