/**
 * Ticked rows of a list: the box in the heading ticks all on the page, and the button says how many
 * are. Without it the boxes work all the same.
 */
export function showTicks() {
  const all = document.querySelector('[data-tick-all]');
  const count = document.querySelector('[data-tick-count]');
  const boxes = [...document.querySelectorAll('[data-tick]')];
  if (!all || !count) return;
  const ticked = boxes.filter((box) => box.checked).length;
  all.hidden = false;
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
  count.textContent = ticked === 0 ? '' : String(ticked);
}

document.addEventListener('change', ({ target }) => {
  if (target.matches('[data-tick-all]')) {
    for (const box of document.querySelectorAll('[data-tick]')) box.checked = target.checked;
  }
  if (target.matches('[data-tick], [data-tick-all]')) showTicks();
});
document.addEventListener('htmx:after:swap', showTicks);
addEventListener('pageshow', showTicks);
