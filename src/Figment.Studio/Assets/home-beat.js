// The beat of the first page: a small model that is in the package makes the drums, here in the browser.
import { arrived, calm, number, Part } from './home-part.js';

// Sixteen steps of four drums; the model makes each drum from a number.
const rhythms = [
  ['x.....x.x.......', '....x.......x...', 'x.x.x.x.x.x.x.xx', '............x...'],
  ['x...x...x...x...', '....x.......x..x', '..x...x...x...x.', '....x.......x...'],
  ['x..x..x...x.....', '....x..x.x..x...', 'x.xxx.x.x.xxx.x.', '.......x........'],
  ['x......x..x.....', '........x.......', 'x.x.x.xxx.x.x.x.', '........x......x'],
].map(rows => rows.map(row => [...row].map(step => step === 'x')));
const loudness = [0.9, 0.6, 0.3, 0.45],
  stepSeconds = 60 / 104 / 4;
const beat = { steps: rhythms[0].map(row => [...row]), rhythm: 0, seeds: [1, 2, 3, 4], sounds: [], turn: 0, at: [0, 0] };
let audio,
  out,
  playing = null;

class Beat extends Part {
  begin(signal) {
    this.rows = [...this.querySelectorAll('.row')].map(row => ({
      label: Number(row.dataset.label),
      hear: row.querySelector('.hear'),
      steps: [...row.querySelectorAll('.step')],
    }));
    this.light();
    beat.sounds.forEach((sample, row) => this.show(row, sample));
    this.hold(...beat.at, false);
    this.sayPlaying();
    this.addEventListener('click', ({ target }) => this.click(target.closest('button')), { signal });
    this.addEventListener('keydown', event => this.move(event), { signal });
    // Blazor may have put another in its place
    signal.addEventListener('abort', () => setTimeout(() => Beat.here ?? this.stop()));
  }

  async start() {
    await arrived;
    if (!beat.turn) await this.makeDrums();
  }

  kit() {
    return this.open({ counts: [1, 1, 1, 1], choice: 'labels', names: [], isSound: true, rate: Number(this.dataset.rate) });
  }

  // One after the other; each is used as soon as it is made, even while the beat plays.
  async makeDrums() {
    const turn = ++beat.turn,
      { network } = await this.kit();
    for (const [row, { label }] of this.rows.entries()) {
      const sample = await network.make(
        network.draw(beat.seeds[row]).latents.map(value => 0.9 * value),
        label,
      );
      if (turn !== beat.turn) return;
      beat.sounds[row] = sample;
      Beat.here?.show(row, sample);
    }
  }

  async show(row, sample) {
    (await this.kit()).sounds.draw(this.rows[row].hear.querySelector('canvas'), sample);
  }

  click(button) {
    if (!button) return;
    if (button.matches('.play')) playing ? this.stop() : this.play();
    else if (button.matches('.new-drums')) {
      beat.seeds = beat.seeds.map(number);
      this.makeDrums();
    } else if (button.matches('.new-rhythm')) {
      beat.rhythm = (beat.rhythm + 1) % rhythms.length;
      beat.steps = rhythms[beat.rhythm].map(row => [...row]);
      this.light();
    } else
      for (const [row, { hear, steps }] of this.rows.entries()) {
        const step = steps.indexOf(button);
        if (hear === button) this.sound(row);
        if (step < 0) continue;
        beat.steps[row][step] = !beat.steps[row][step];
        this.hold(row, step, false);
        this.light();
      }
  }

  light() {
    this.rows.forEach(({ steps }, row) =>
      steps.forEach((button, step) => button.setAttribute('aria-pressed', beat.steps[row][step])),
    );
  }

  // All steps together are one tab stop; the arrow keys move between them.
  move(event) {
    const [row, step] = beat.at,
      way = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!way || !event.target.matches('.step')) return;
    event.preventDefault();
    this.hold((row + way[0] + 4) % 4, (step + way[1] + 16) % 16, true);
  }

  hold(row, step, isFocused) {
    beat.at = [row, step];
    this.rows.forEach(({ steps }, r) => steps.forEach((button, s) => (button.tabIndex = r === row && s === step ? 0 : -1)));
    if (isFocused) this.rows[row].steps[step].focus();
  }

  // Browsers let a page play sound only after a click.
  async listen() {
    if (!audio) {
      audio = new AudioContext();
      out = new GainNode(audio, { gain: 0.8 });
      out.connect(audio.destination);
    }
    if (audio.state === 'suspended') await audio.resume();
  }

  async sound(row, at) {
    if (!beat.sounds[row]) return;
    if (at === undefined) await this.listen();
    const {
        data,
        dims: [, length],
      } = beat.sounds[row],
      buffer = audio.createBuffer(1, length, Number(this.dataset.rate));
    buffer.copyToChannel(Float32Array.from(data), 0);
    const source = new AudioBufferSourceNode(audio, { buffer });
    source.connect(new GainNode(audio, { gain: loudness[row] })).connect(out);
    source.start(at);
  }

  async play() {
    playing = { step: 0, next: 0, seen: [], shown: -1, timer: 0 };
    this.sayPlaying();
    const mine = playing;
    await this.listen();
    mine.next = audio.currentTime + 0.06;
    const ahead = () => {
      if (mine !== playing) return;
      for (
        const until = audio.currentTime + (document.hidden ? 1.5 : 0.15);
        mine.next < until;
        mine.next += stepSeconds, mine.step = (mine.step + 1) % 16
      ) {
        beat.steps.forEach((row, k) => row[mine.step] && this.sound(k, mine.next));
        mine.seen.push([mine.step, mine.next]);
      }
      mine.timer = setTimeout(ahead, 50);
    };
    const follow = () => {
      if (mine !== playing) return;
      while (mine.seen.length && mine.seen[0][1] <= audio.currentTime) Beat.here?.point(mine.seen.shift()[0]);
      requestAnimationFrame(follow);
    };
    ahead();
    follow();
  }

  // Shows where the beat is; with reduced motion, only the quarter notes.
  point(step) {
    const shown = step < 0 ? step : calm.matches ? step - (step % 4) : step;
    this.rows.forEach(({ steps }) => steps.forEach((button, k) => button.classList.toggle('now', k === shown)));
  }

  stop() {
    clearTimeout(playing?.timer);
    playing = null;
    if (!this.isConnected) return;
    this.point(-1);
    this.sayPlaying();
  }

  sayPlaying() {
    const button = this.querySelector('.play');
    for (const [name, isShown] of [
      ['when-still', !playing],
      ['when-playing', !!playing],
    ])
      button.querySelector(`.${name}`).hidden = !isShown;
  }
}

customElements.define('figment-beat', Beat);
