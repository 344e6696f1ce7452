/**
 * What to say when an answer was an error or never came. The server's own sentence comes first,
 * from the error page that was not swapped in.
 */
export function describeTrouble(method, page = '') {
  const said = new DOMParser().parseFromString(page, 'text/html').querySelector('[data-message]');
  if (said) return `${said.textContent.trim()} What you typed is still here.`;
  if (page !== '')
    return 'The server could not do this just now. Nothing you typed is lost; try again in a moment.';
  return method === 'GET'
    ? 'The console cannot be reached. Check the connection, then try again.'
    : 'No answer came, so it is not known whether this was done. Nothing you typed is lost; look before you try again.';
}

/** Shows a sentence where it is seen and announced: in the dialog when one is open. Empty hides. */
export function showTrouble(text) {
  const isInDialog = document.getElementById('dialog').open;
  document.getElementById('dialog-trouble').textContent = isInDialog ? text : '';
  document.getElementById('page-trouble').textContent = isInDialog ? '' : text;
}
