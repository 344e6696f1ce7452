import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ActionFormPage } from '../../server/actions/views.ts';
import type { FormField } from '../../server/web/rendering/form-fields.ts';
import { createViews } from '../../server/web/rendering/views.ts';
import { type HtmlElement, withAttribute, withTag } from '../helpers/html.ts';
import { createUser, deleteUser, disableUser, field } from '../helpers/view-fixtures/actions.ts';

const views = createViews(fileURLToPath(new URL('../../views', import.meta.url)));

function form(changes: Partial<ActionFormPage>): string {
  return views.fragment('actions/_form', { ...createUser, ...changes });
}

function formWith(...fields: readonly FormField[]): string {
  return form({ sections: [{ title: '', fields, isFolded: false }] });
}

function control(html: string, name: string): HtmlElement {
  const [found] = withAttribute(html, 'name', name);
  if (found === undefined) throw new Error(`No control is named ${name}.`);
  return found;
}

const focused = (html: string) =>
  withAttribute(html, 'autofocus').map(({ attributes }) => attributes.get('name'));

describe('The form of an action', () => {
  it('is posted by the browser and by htmx to the same address, once', () => {
    const [element] = withTag(form({}), 'form');
    expect(Object.fromEntries(element?.attributes ?? [])).toMatchObject({
      method: 'post',
      action: createUser.action,
      'hx-post': createUser.action,
      'hx-target': 'this',
      'hx-swap': 'outerHTML',
      'hx-sync': 'this:drop',
      'hx-disable': 'find [type=submit]',
    });
  });

  it('ties help and error to their control', () => {
    const html = formWith(field('email', 'E-mail', { help: 'Any.', error: 'Not this one.' }));
    const { attributes } = control(html, 'email');
    expect(attributes.get('aria-invalid')).toBe('true');
    const said = attributes
      .get('aria-describedby')
      ?.split(' ')
      .map((id) => withAttribute(html, 'id', id)[0]?.text.trim());
    expect(said).toEqual(['Any.', 'Not this one.']);
  });

  it('gives back what was typed, whatever it was', () => {
    const typed = '\n "quoted" & <tagged> \n';
    expect(
      withTag(formWith(field('n', 'N', { kind: 'textarea', value: typed })), 'textarea')[0]?.text,
    ).toBe(typed);
    expect(
      control(formWith(field('n', 'N', { value: '"a" & <b>' })), 'n').attributes.get('value'),
    ).toBe('"a" & <b>');
    const options = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ];
    const select = formWith(field('n', 'N', { kind: 'select', value: 'b', options }));
    expect(withAttribute(select, 'selected').map(({ text }) => text)).toEqual(['B']);
    const box = formWith(field('n', 'N', { kind: 'checkbox', isChecked: true }));
    expect(control(box, 'n').attributes.has('checked')).toBe(true);
  });

  it('never gives back a password', () => {
    const html = formWith(field('n', 'N', { kind: 'password', value: 'Secret-123' }));
    expect(html).not.toContain('Secret-123');
  });

  it('passes on what the browser can check', () => {
    const html = formWith(field('n', 'N', { isRequired: true, minLength: 2, maxLength: 9 }));
    expect(Object.fromEntries(control(html, 'n').attributes)).toMatchObject({
      required: '',
      minlength: '2',
      maxlength: '9',
    });
  });

  it('starts at the first wrong field, else at the first one', () => {
    const fine = field('fine', 'Fine');
    const wrong = field('wrong', 'Wrong', { error: 'No.' });
    expect(focused(formWith(fine, wrong, { ...wrong, name: 'later' }))).toEqual(['wrong']);
    expect(focused(formWith(fine, field('other', 'Other')))).toEqual(['fine']);
  });

  it('starts at its button when there is nothing to fill in', () => {
    const html = views.fragment('actions/_form', disableUser);
    expect(withAttribute(html, 'autofocus').map(({ text }) => text)).toEqual(['Disable']);
  });

  it('asks for the name before something that cannot be undone', () => {
    const html = views.fragment('actions/_form', deleteUser);
    const { attributes } = control(html, 'confirmation');
    expect(attributes.has('required')).toBe(true);
    expect(attributes.get('data-expected')).toBe('alice');
    expect(withTag(html, 'label').map(({ text }) => text)).toEqual(['To go on, type alice']);
    expect(withAttribute(html, 'class', 'btn btn-danger')).toHaveLength(1);
  });

  it('folds away what is rarely used', () => {
    const sections = [{ title: 'More', fields: [field('n', 'N')], isFolded: true }];
    const html = form({ sections });
    expect(control(html, 'n').path).toContain('details');
    expect(focused(html)).toEqual([]);
  });

  it('tells a problem at once, also to those who listen', () => {
    const [alert] = withAttribute(form({ problem: 'The pool refused.' }), 'role', 'alert');
    expect(alert?.text.trim()).toBe('The pool refused.');
    expect(withAttribute(form({}), 'role', 'alert')).toEqual([]);
  });
});

describe('A link to an action', () => {
  it('leads to its page, and with htmx into the dialog', () => {
    const link = {
      id: 'user.disable',
      label: 'Disable',
      href: '/x?a=1&b=2',
      icon: 'user-off',
      danger: 'none',
    };
    const html = views.fragment('shared/_action', { link, style: 'btn', on: 'alice' });
    const [anchor] = withTag(html, 'a');
    expect(Object.fromEntries(anchor?.attributes ?? [])).toMatchObject({
      href: '/x?a=1&b=2',
      'hx-get': '/x?a=1&b=2',
      'hx-target': '#dialog-body',
      'aria-label': 'Disable: alice',
    });
  });
});
