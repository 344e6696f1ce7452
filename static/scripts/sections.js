// The parts of a user's page that were open stay open when an action leads back to it. Only then:
// each is read from the pool, which costs calls, so that a later visit begins with them closed.
const key = 'open-sections';

addEventListener('submit', ({ target }) => {
  if (!target.matches('#dialog .action-form')) return;
  const open = [...document.querySelectorAll('.section[open] .section-body')].map(({ id }) => id);
  if (open.length === 0) return;
  sessionStorage.setItem(key, JSON.stringify({ path: location.pathname, open }));
});

// Behind htmx, which reads a part when it is told that it was opened.
addEventListener('DOMContentLoaded', () => {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null');
  sessionStorage.removeItem(key);
  if (kept?.path !== location.pathname) return;
  for (const id of kept.open) {
    const section = document.getElementById(id)?.closest('.section');
    if (section) section.open = true;
  }
});
