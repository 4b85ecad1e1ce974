// The film of a training: its frames are pictures, sounds or texts that lie beside the run. Nothing is loaded before it is shown,
// but for the next one while it plays; nothing moves before somebody asks for it.
const Whole = 8000,
  Shortest = 90,
  Longest = 500,
  Calm = 1000; // milliseconds: of a film, and of one of its frames

export function open(root, frames, shown, between, most, lost) {
  const find = query => root.querySelector(query),
    pages = new Map(),
    ready = new Map();
  const slider = find('input[type=range]'),
    play = find('.film-play'),
    step = find('.film-step'),
    latest = find('.film-latest');
  const picture = find('img'),
    player = find('audio'),
    text = find('.written');
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)');
  let at = shown,
    follows = true,
    isPlaying = false,
    timer = 0; // follows: whoever looks at the latest sees the next

  async function load(frame) {
    if (frame.picture && picture) {
      if (!ready.has(frame.picture)) {
        const image = new Image();
        image.src = frame.picture;
        ready.set(
          frame.picture,
          image.decode().catch(() => {
            /* it says so where it is shown */
          }),
        );
      }
      await ready.get(frame.picture);
    }
    if (frame.text && !pages.has(frame.text)) {
      try {
        const answer = await fetch(frame.text);
        const words = answer.ok ? await answer.text() : lost;
        pages.set(frame.text, (words.length <= most ? words : words.slice(0, most) + '…').split(between));
      } catch {
        pages.set(frame.text, [lost]);
      }
    }
  }

  async function show(index) {
    at = index;
    const frame = frames[at],
      isLast = at === frames.length - 1;
    slider.value = at;
    slider.setAttribute('aria-valuetext', frame.label);
    step.textContent = frame.label;
    latest.hidden = isLast;
    await load(frame);
    if (frames[at] !== frame) return; // another was asked for meanwhile
    if (picture && frame.picture) {
      picture.setAttribute('src', frame.picture);
      picture.alt = frame.alt;
    }
    if (player && frame.sound) {
      player.setAttribute('src', frame.sound);
      player.setAttribute('aria-label', frame.alt);
    }
    if (text && frame.text) {
      text.replaceChildren(
        ...pages.get(frame.text).map(words => {
          const page = document.createElement('pre');
          page.textContent = words.replace(/\n+$/, '');
          return page;
        }),
      );
    }
  }

  function pause() {
    clearTimeout(timer);
    isPlaying = false;
    delete root.dataset.playing;
  }

  async function turn() {
    if (document.hidden || at >= frames.length - 1) {
      pause();
      follows = at >= frames.length - 1;
      return;
    }
    const pace = isCalm.matches ? Calm : Math.min(Longest, Math.max(Shortest, Whole / frames.length));
    const begun = performance.now();
    await load(frames[at + 1]);
    timer = setTimeout(
      async () => {
        if (!isPlaying) return;
        await show(at + 1);
        if (isPlaying) turn();
      },
      Math.max(0, pace - (performance.now() - begun)),
    );
  }

  function catchUp() {
    if (follows && !isPlaying && (!player || player.paused) && at !== frames.length - 1) show(frames.length - 1);
  }

  async function start() {
    isPlaying = true;
    root.dataset.playing = '';
    if (at >= frames.length - 1) await show(0);
    if (isPlaying) turn();
  }

  play.addEventListener('click', () => (isPlaying ? pause() : start()));
  slider.addEventListener('input', () => {
    pause();
    follows = Number(slider.value) === frames.length - 1;
    show(Number(slider.value));
  });
  latest.addEventListener('click', () => {
    pause();
    follows = true;
    show(frames.length - 1);
    slider.focus();
  });
  player?.addEventListener('pause', catchUp);
  slider.max = frames.length - 1;
  slider.value = at;
  slider.setAttribute('aria-valuetext', frames[at].label);
  catchUp();

  return {
    // Adds frames, or replaces them all. A viewer at the latest frame moves on to the new one; somebody who is listening is not
    // interrupted.
    add(more, isAnew) {
      frames = isAnew ? more : [...frames, ...more];
      slider.max = frames.length - 1;
      if (at >= frames.length) show(frames.length - 1);
      else if (isAnew && (!player || player.paused)) show(at);
      catchUp();
    },
    end() {
      pause();
    },
  };
}
