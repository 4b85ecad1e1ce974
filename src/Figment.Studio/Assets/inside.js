// What moves inside a model: films and dragging. The server draws sheets of pictures; here they are cut up.
'use strict';

// The way from noise to a picture: a sheet with a column for each moment, and a canvas for each of its rows.
export function film(section) {
  const sheet = section.querySelector('.inside-sheet'),
    scrub = section.querySelector('[data-scrub]'),
    said = section.querySelector('[data-said]');
  const button = section.querySelector('[data-play]'),
    canvases = section.querySelectorAll('canvas');
  let timer = 0,
    share = 1; // where in the film, whatever the number of its steps

  function show() {
    const times = section.dataset.times.split(' '),
      steps = times.length - 1,
      { width, height } = section.dataset;
    scrub.max = steps;
    scrub.value = Math.round(share * steps);
    const step = Number(scrub.value);
    said.textContent = section.dataset.say.replace('{steps}', steps).replace('{step}', step).replace('{time}', times[step]);
    scrub.setAttribute('aria-valuetext', said.textContent);
    if (sheet.naturalWidth !== (steps + 1) * width) return; // the sheet of these steps is under way
    for (const canvas of canvases) {
      if (canvas.width !== Number(width)) [canvas.width, canvas.height] = [width, height];
      canvas.getContext('2d').drawImage(sheet, step * width, canvas.dataset.row * height, width, height, 0, 0, width, height);
    }
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
  }

  function play() {
    stop();
    share = 0;
    show();
    timer = setInterval(
      () => {
        const steps = Number(scrub.max),
          step = Math.round(share * steps) + 1;
        share = Math.min(1, step / steps);
        show();
        if (share === 1) stop();
      },
      Math.max(60, 2500 / (Number(scrub.max) + 1)),
    );
  }

  function move() {
    stop();
    share = Number(scrub.value) / Number(scrub.max);
    show();
  }

  function jump(event) {
    const box = sheet.getBoundingClientRect(),
      steps = Number(scrub.max);
    stop();
    share = Math.min(steps, Math.floor(((event.clientX - box.left) / box.width) * (steps + 1))) / steps;
    show();
  }

  const watch = new MutationObserver(show);
  watch.observe(section, { attributes: true });
  sheet.addEventListener('load', show);
  sheet.addEventListener('click', jump);
  scrub.addEventListener('input', move);
  button.addEventListener('click', play);
  show();
  return {
    end() {
      stop();
      watch.disconnect();
    },
  };
}

// Pictures on a shelf are dragged into place by mouse or pen; a finger scrolls the page, and a tap chooses as the keys do.
export function shelf(section, component) {
  let held = null;

  const placeAt = event => document.elementFromPoint(event.clientX, event.clientY)?.closest?.('[data-place]');

  function mark(place) {
    for (const each of section.querySelectorAll('.over')) if (each !== place) each.classList.remove('over');
    place?.classList.add('over');
  }

  function down(event) {
    const tile = event.target.closest('[data-picture]');
    if (tile && event.pointerType !== 'touch' && event.button === 0)
      held = { tile, x: event.clientX, y: event.clientY, ghost: null };
  }

  function move(event) {
    if (!held) return;
    if (!held.ghost) {
      if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < 6) return;
      held.ghost = held.tile.cloneNode();
      for (const name of ['data-picture', 'aria-label', 'title']) held.ghost.removeAttribute(name);
      held.ghost.classList.add('inside-ghost');
      held.ghost.style.width = `${held.tile.offsetWidth}px`;
      document.body.append(held.ghost);
    }
    held.ghost.style.translate = `${event.clientX - held.tile.offsetWidth / 2}px ${event.clientY - held.tile.offsetHeight / 2}px`;
    mark(placeAt(event));
  }

  function up(event) {
    if (held?.ghost) {
      const place = placeAt(event);
      if (place && event.type === 'pointerup')
        component.invokeMethodAsync('Drop', Number(held.tile.dataset.picture), Number(place.dataset.place)).catch(() => {
          /* the studio is gone */
        });
      held.ghost.remove();
      mark(null);
    }
    held = null;
  }

  section.addEventListener('pointerdown', down);
  document.addEventListener('pointermove', move);
  document.addEventListener('pointerup', up);
  document.addEventListener('pointercancel', up);
  return {
    end() {
      up(new Event('gone'));
      document.removeEventListener('pointermove', move);
      document.removeEventListener('pointerup', up);
      document.removeEventListener('pointercancel', up);
    },
  };
}
