// What the lessons do in the browser: they remember what was done, and play drums.
const place = "figment-lessons";

export function read() {
  try { return localStorage.getItem(place); } catch { return null; } // a browser may refuse to keep anything
}

export function keep(value) {
  try { localStorage.setItem(place, value); } catch { /* then it is not kept */ }
}

export function forget() {
  try { localStorage.removeItem(place); } catch { /* nothing was kept */ }
}

// The drum machine. Drums are fetched when they are first wanted, a few of each class; the page itself holds the pattern.
const takes = 6, steps = 8;
let audio, timer, beat = 0;
const drums = new Map();

async function drum(name, take) {
  const key = `${name} ${take}`;
  if (!drums.has(key)) {
    drums.set(key, (async () => {
      const answer = await fetch(`lesson/drum.wav?drum=${encodeURIComponent(name)}&take=${take}`);
      return audio.decodeAudioData(await answer.arrayBuffer());
    })());
  }
  return drums.get(key);
}

async function play(name, take, when = 0) {
  audio ??= new AudioContext();
  if (audio.state === "suspended") await audio.resume();
  const source = audio.createBufferSource();
  source.buffer = await drum(name, take);
  source.connect(audio.destination);
  source.start(when);
}

export function machine(root) {
  const start = root.querySelector(".start"), tempo = root.querySelector(".tempo");
  const pressed = button => button.getAttribute("aria-pressed") === "true";
  const count = new Map();
  const next = name => { count.set(name, ((count.get(name) ?? -1) + 1) % takes); return count.get(name); };
  const flash = button => {
    button.classList.add("hit");
    setTimeout(() => button.classList.remove("hit"), 120);
  };

  function stop() {
    clearInterval(timer);
    timer = undefined;
    root.classList.remove("playing");
    root.querySelectorAll(".now").forEach(button => button.classList.remove("now"));
    start.firstChild.data = start.dataset.start;
  }

  function tick() {
    root.querySelectorAll(".now").forEach(button => button.classList.remove("now"));
    root.querySelectorAll(`.beat[data-beat="${beat}"]`).forEach(button => {
      button.classList.add("now");
      if (pressed(button)) play(button.dataset.drum, next(button.dataset.drum)).catch(() => { });
    });
    beat = (beat + 1) % steps;
  }

  function run() {
    clearInterval(timer);
    timer = setInterval(tick, 30000 / Number(tempo.value)); // two steps a beat
  }

  const click = ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if (button.matches(".beat")) button.setAttribute("aria-pressed", String(!pressed(button)));
    else if (button.matches(".pad")) { flash(button); play(button.dataset.drum, next(button.dataset.drum)).catch(() => { }); }
    else if (button.matches(".clear")) root.querySelectorAll(".beat").forEach(each => each.setAttribute("aria-pressed", "false"));
    else if (button === start && timer) stop();
    else if (button === start) {
      beat = 0;
      root.classList.add("playing");
      start.firstChild.data = start.dataset.stop;
      tick();
      run();
    }
  };
  const change = () => { root.querySelector(".tempo-shown").textContent = tempo.value; if (timer) run(); };
  root.addEventListener("click", click);
  tempo.addEventListener("input", change);
  return { end() { stop(); root.removeEventListener("click", click); tempo.removeEventListener("input", change); } };
}
