/**
 * Shows in `place` what the server tells on the stream that it names, while somebody looks: a
 * browser has only a few connections to one server, and hidden pages must not use them up.
 */
export function followStream(place) {
  let source;
  let isOver = false;
  const open = () => {
    if (isOver || source) return;
    source = new EventSource(place.dataset.stream);
    source.addEventListener('message', ({ data }) => {
      // Fragments of the server's own templates, in which every text is escaped.
      place.innerHTML = data;
    });
    source.addEventListener('complete', () => {
      if (place.hasAttribute('data-incomplete')) location.reload();
    });
    // Whoever is signed out has nothing more to see here.
    source.addEventListener('gone', () => location.reload());
    source.addEventListener('end', () => {
      isOver = true;
      close();
    });
  };
  const close = () => {
    source?.close();
    source = undefined;
  };
  const follow = () => (document.hidden ? close() : open());
  document.addEventListener('visibilitychange', follow);
  addEventListener('pagehide', close);
  follow();
}
