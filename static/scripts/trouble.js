/**
 * What to say when an answer was an error, `page`, or never came, to the request that `context`
 * of htmx describes. The server's own sentence comes first, from the page that was not swapped in.
 */
export function describeTrouble({ request, sourceElement }, page) {
  const isRead = request.method === 'GET';
  const kept = sourceElement.querySelector('input, textarea')
    ? ' What you typed is still here.'
    : '';
  if (page === undefined) {
    return isRead
      ? 'The console cannot be reached. Check the connection, then try again.'
      : `No answer came, so it is not known whether this was done. Look before you try again.${kept}`;
  }
  const said = new DOMParser().parseFromString(page, 'text/html').querySelector('[data-message]');
  const sentence =
    said?.textContent.trim() ?? 'The server could not do this just now. Try again in a moment.';
  return isRead ? sentence : sentence + kept;
}

/** Shows a sentence where it is seen and announced: in the dialog when one is open. Empty hides. */
export function showTrouble(text) {
  const isInDialog = document.getElementById('dialog').open;
  document.getElementById('dialog-trouble').textContent = isInDialog ? text : '';
  document.getElementById('page-trouble').textContent = isInDialog ? '' : text;
}
