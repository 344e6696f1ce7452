// Help on top of pages that work without it. Listeners sit on the document, since htmx replaces
// what is below: nothing here holds on to an element for longer than it is used.
import './sections.js';
import { followStream } from './stream.js';
import './ticks.js';
import { describeTrouble, showTrouble } from './trouble.js';

const byId = (id) => document.getElementById(id);
const on = (name, listener, options) => document.addEventListener(name, listener, options);

/** The link that opened the dialog, to which the focus returns. */
let opener;
let isTypedIn = false;

// The dialog: opened by whatever arrives in it, closed by Cancel, the cross, Escape or a click
// beside it, which does nothing while something typed would be lost.
on('htmx:after:swap', ({ target, detail: { ctx } }) => {
  const dialog = byId('dialog');
  if (ctx.swap === 'none') return;
  if (!dialog.contains(target) && ctx.target?.id !== 'dialog-body') return;
  if (dialog.open) return;
  opener = ctx.sourceElement;
  isTypedIn = false;
  for (const menu of document.querySelectorAll('.menu[open]')) menu.open = false;
  dialog.showModal();
});

on('click', (event) => {
  const dialog = byId('dialog');
  const isBeside = event.target === dialog && !isTypedIn;
  const isCancel = event.target.closest?.('[data-close]') && dialog.contains(event.target);
  if (!isBeside && !isCancel) return;
  event.preventDefault();
  dialog.close();
});

on(
  'close',
  ({ target }) => {
    if (target.id !== 'dialog') return;
    showTrouble('');
    byId('dialog-body').replaceChildren();
    const menu = opener?.closest('.menu:not([open])');
    (menu?.querySelector('summary') ?? opener)?.focus();
    opener = undefined;
  },
  true,
);

// Typing the name of what cannot be brought back.
on('input', ({ target }) => {
  if (byId('dialog').contains(target)) isTypedIn = true;
  const { expected } = target.dataset;
  if (expected === undefined) return;
  const isRight = target.value.trim() === expected;
  target.setCustomValidity(isRight ? '' : `Type ${expected} exactly as it is written above.`);
});

// Trouble on the way: nothing is swapped, so what was typed stays; say what happened.
on('htmx:before:request', () => showTrouble(''));
on('htmx:error', ({ detail }) => {
  if (detail.ctx?.request) showTrouble(describeTrouble(detail.ctx));
});
on('htmx:response:error', ({ detail: { ctx } }) => {
  if (ctx.response.status >= 500) showTrouble(describeTrouble(ctx, ctx.text));
});

// Lists: clean addresses, one step back for one search, results announced, focus kept near.
on('htmx:config:request', ({ detail: { ctx } }) => {
  if (!ctx.sourceElement.matches('[data-filter]')) return;
  for (const [name, value] of [...ctx.request.body])
    if (value === '') ctx.request.body.delete(name);
});

let typedIn;
on('htmx:before:history:update', ({ detail }) => {
  if (!detail.sourceElement?.matches('[data-filter]')) return;
  const field = document.activeElement;
  if (field === typedIn) detail.history.type = 'replace';
  typedIn = field.matches('input') ? field : undefined;
});
on('focusout', () => {
  typedIn = undefined;
});

on('htmx:after:swap', ({ detail: { ctx } }) => {
  if (ctx.swap === 'none' || ctx.target?.id !== 'results') return;
  const results = byId('results');
  byId('announcer').textContent = results.querySelector('[data-summary]')?.textContent ?? '';
  // A link may have changed the search; what is being typed stays.
  const search = byId('search');
  const isRefused = ctx.response?.status === 422;
  if (isRefused) search?.setAttribute('aria-invalid', 'true');
  else search?.removeAttribute('aria-invalid');
  const shown = results.querySelector('[data-search]')?.dataset.search;
  if (search && shown !== undefined && !isRefused && document.activeElement !== search) {
    search.value = shown;
  }
  if (document.activeElement === document.body) results.focus({ preventScroll: true });
});

// Keys: a slash goes to the filter; Escape closes a menu.
on('keydown', (event) => {
  if (event.key === 'Escape') closeMenus();
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, dialog, [contenteditable]')) return;
  const field = document.querySelector('[data-shortcut="/"]');
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

on('click', ({ target }) => {
  closeMenus(target.closest?.('.menu'));
});

function closeMenus(except) {
  for (const menu of document.querySelectorAll('.menu[open]')) {
    if (menu === except) continue;
    if (menu.contains(document.activeElement)) menu.querySelector('summary').focus();
    menu.open = false;
  }
}

// Forms that the browser sends itself are sent once; back from the next page, they are fresh.
on('submit', (event) => {
  const form = event.target;
  if (form.hasAttribute('hx-post') || form.hasAttribute('hx-get') || form.method === 'dialog')
    return;
  if (form.classList.contains('is-busy')) event.preventDefault();
  form.classList.add('is-busy');
});
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('.is-busy')) form.classList.remove('is-busy');
});

// How fresh the list is, told by the server as it changes.
for (const place of document.querySelectorAll('[data-stream]')) followStream(place);

// What was done is told once: not again after a reload, and not to whom the address is given.
const address = new URL(location.href);
if (address.searchParams.has('done')) {
  address.searchParams.delete('done');
  history.replaceState(history.state, '', address);
}

// The sandbox's operators, filled in by a click.
for (const button of document.querySelectorAll('[data-fill-username]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    byId('username').value = button.dataset.fillUsername;
    byId('password').value = button.dataset.fillPassword;
    byId('password').form.querySelector('[type=submit]').focus();
  });
}
