// What the browser must do by itself; everything else is decided in C#.
'use strict';

window.figment = {
  keep(name, value) {
    const path = new URL(document.baseURI).pathname.replace(/\/$/, '') || '/';
    document.cookie = `${name}=${value}; path=${path}; max-age=31536000; samesite=strict`;
  },
  language(name, value, tag) {
    figment.keep(name, value);
    document.documentElement.lang = tag;
  },
  theme(name, value) {
    figment.keep(name, value);
    if (value === 'system') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.dataset.theme = value;
  },
  // Where in a picture the pointer is, 0 to 1 from its left and its top.
  within(element, x, y) {
    const box = element.getBoundingClientRect();
    return [Math.min(1, Math.max(0, (x - box.left) / box.width)), Math.min(1, Math.max(0, (y - box.top) / box.height))];
  },
  // Called by the page itself once the server has taken it over: from then on it responds.
  live() {
    document.documentElement.dataset.live = '';
  },
  // Tells a component whenever its page becomes visible or hidden.
  watch(component) {
    const tell = () =>
      component.invokeMethodAsync('See', !document.hidden).catch(() => {
        /* the studio is gone */
      });
    document.addEventListener('visibilitychange', tell);
    if (document.hidden) tell();
    return {
      end() {
        document.removeEventListener('visibilitychange', tell);
      },
    };
  },
  show(dialog) {
    dialog.showModal();
  },
  close(dialog) {
    dialog.close();
  },
};

// If a picture cannot be made, the reason is shown in its place.
document.addEventListener(
  'error',
  async ({ target }) => {
    if (!(target instanceof HTMLImageElement) || !target.src.startsWith(document.baseURI)) return;
    try {
      const address = target.src,
        answer = await fetch(address, { cache: 'no-store' });
      const isWords = answer.headers.get('content-type')?.startsWith('text/plain');
      if (!answer.ok && isWords && target.src === address) target.alt = await answer.text();
    } catch {
      /* the studio is not there */
    }
  },
  true,
);

// If the studio was restarted, or the page slept too long, the page is reloaded and shows the training as it stands. If the
// studio now asks for another token, the page says so at once, not after all its attempts to connect.
const modal = document.getElementById('components-reconnect-modal');
let isWaiting = false,
  isOver = false;
modal.addEventListener('components-reconnect-state-changed', async ({ detail }) => {
  if (detail.state === 'hide') {
    isWaiting = isOver = false;
    return;
  }
  isOver ||= detail.state === 'rejected' || detail.state === 'failed';
  if (isWaiting) return;
  for (isWaiting = true; isWaiting; await new Promise(resolve => setTimeout(resolve, 1000))) {
    try {
      const { status } = await fetch(document.baseURI, { method: 'HEAD', cache: 'no-store' });
      if (isWaiting && (status === 401 || (isOver && status < 500))) {
        location.reload();
        return;
      }
    } catch {
      /* not there yet */
    }
  }
});
