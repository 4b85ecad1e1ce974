// Handwritten digits of the first page: a small model that is in the package makes them, here in the browser.
import { arrive, calm, filled, number, Part } from './home-part.js';
import { drawInk } from './ink.js';

// Two handwritings, each a number from which latents are drawn, and a place on the way between them.
const digit = {
  label: 7,
  hands: [21, 5],
  place: 0,
  usual: 0.8,
  touched: false,
  made: null,
  keys: new Map(),
  turn: 0,
  walk: 0,
  drawn: null,
};

class Digits extends Part {
  static observedAttributes = ['data-alt'];

  attributeChangedCallback() {
    if (digit.made && this.ends) this.name();
  }

  begin(signal) {
    this.slider = this.querySelector('input');
    this.slider.value = digit.place;
    this.press();
    if (digit.made) this.show(digit.made);
    for (const [label, sample] of digit.keys) this.showKey(label, sample);
    this.slider.addEventListener('input', () => this.go(Number(this.slider.value)), { signal });
    this.slider.addEventListener('change', () => this.makeKeys(), { signal });
    this.querySelector('.keys').addEventListener(
      'click',
      ({ target }) => {
        const key = target.closest('button');
        if (key) this.choose(Number(key.value));
      },
      { signal },
    );
    this.querySelector('.surprise').addEventListener('click', () => this.surprise(), { signal });
    document.addEventListener(
      'keydown',
      event => {
        if (
          !/^[0-9]$/.test(event.key) ||
          event.ctrlKey ||
          event.metaKey ||
          event.altKey ||
          event.target.closest?.('input:not([type=range]), select, textarea, [contenteditable]')
        )
          return;
        this.choose(Number(event.key));
      },
      { signal },
    );
  }

  async start() {
    this.model = await this.open({ counts: Array(10).fill(1), choice: 'labels', names: [] });
    if (digit.made) return;
    await this.make();
    performance.mark('figment-digit');
    arrive();
    if (!digit.keys.size) await this.makeKeys();
    if (!digit.touched && !calm.matches && !document.hidden) this.walk();
  }

  // On the circle through the latents of both hands, so that they keep the length of drawn ones.
  latents() {
    const { network } = this.model,
      [from, to] = digit.hands.map(seed => network.draw(seed).latents),
      turn = ((digit.place / 100) * Math.PI) / 2;
    return from.map((value, i) => digit.usual * (Math.cos(turn) * value + Math.sin(turn) * to[i]));
  }

  // If it is called again in the meantime, only the last result is used.
  async make() {
    if (!this.model) return;
    const turn = ++digit.turn,
      made = await this.model.network.make(this.latents(), digit.label);
    if (turn !== digit.turn) return;
    digit.made = made;
    Digits.here?.show(made);
  }

  show(sample) {
    drawInk(this.querySelector('.stage canvas'), sample);
    this.classList.add('made');
    this.name();
  }

  name() {
    this.querySelector('.stage canvas').setAttribute('aria-label', filled(this.dataset.alt, { digit: digit.label }));
  }

  // All ten in the same hand.
  async makeKeys() {
    if (!this.model) return;
    const hand = (digit.keysTurn = {}),
      latents = this.latents();
    for (let label = 0; label < 10; label++) {
      const sample = await this.model.network.make(latents, label);
      if (hand !== digit.keysTurn) return;
      digit.keys.set(label, sample);
      Digits.here?.showKey(label, sample);
    }
  }

  showKey(label, sample) {
    drawInk(this.querySelector(`.keys button[value="${label}"] canvas`), sample);
  }

  press() {
    for (const key of this.querySelectorAll('.keys button')) key.setAttribute('aria-pressed', key.value === String(digit.label));
  }

  // Another digit is shown in the same hand; the same digit, in another hand.
  choose(label) {
    digit.touched = true;
    digit.walk++;
    const isSame = label === digit.label;
    digit.label = label;
    this.press();
    if (isSame) this.newHand();
    else this.make();
    this.querySelector('[role=status]').textContent = filled(this.dataset.alt, { digit: label });
  }

  surprise() {
    digit.touched = true;
    let label = digit.label;
    while (label === digit.label) label = Math.floor(10 * Math.random());
    digit.label = label;
    this.press();
    this.newHand();
    this.querySelector('[role=status]').textContent = filled(this.dataset.alt, { digit: label });
  }

  // A new hand, and the way from it to another; with reduced motion, it jumps straight to the end.
  newHand() {
    digit.hands = [number(), number()];
    if (calm.matches) {
      this.go(100);
      this.makeKeys();
    } else this.walk();
  }

  go(place) {
    digit.touched = true;
    digit.walk++;
    this.place(place);
  }

  async place(place) {
    digit.place = place;
    if (Digits.here) Digits.here.slider.value = place;
    await this.make();
  }

  async walk(seconds = 2.5) {
    const mine = ++digit.walk,
      began = performance.now();
    for (let part = 0; part < 1;) {
      part = Math.min(1, (performance.now() - began) / (1000 * seconds));
      await this.place(100 * part * part * (3 - 2 * part));
      await new Promise(done => requestAnimationFrame(done));
      if (mine !== digit.walk || !Digits.here) return;
    }
    this.makeKeys();
  }
}

customElements.define('figment-digits', Digits);
