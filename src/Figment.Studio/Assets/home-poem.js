// A poem of the first page: a small language model that is in the package writes it, here in the browser; each language has its
// own.
import { absolute, arrived, calm, number, Part } from './home-part.js';

const lines = 4,
  written = new Map(); // the latest poem of each model
let turn = 0;

class Poem extends Part {
  static observedAttributes = ['data-model'];

  // The language of the page has changed.
  attributeChangedCallback() {
    if (this.ends)
      queueMicrotask(() => {
        turn++;
        this.show(written.get(this.dataset.model));
        this.start().catch(problem => this.fail(problem));
      });
  }

  begin(signal) {
    this.show(written.get(this.dataset.model));
    this.querySelector('button').addEventListener('click', () => this.write().catch(problem => this.fail(problem)), { signal });
  }

  async start() {
    await arrived;
    if (!written.has(this.dataset.model)) await this.write();
  }

  // The title is given, and the poet whose style it imitates; the poet is not shown, since the poem is not theirs.
  async write() {
    const mine = ++turn,
      { model, facts, beginnings } = this.dataset,
      choices = beginnings.split('|'),
      begins = choices[number() % choices.length].split('/');
    const { network } = await this.open(await (await fetch(absolute(facts))).json()),
      ends = new AbortController();
    let text = '';
    const poem = most =>
      [
        begins[0],
        ...text
          .split('\n')
          .filter(line => line.trim())
          .slice(0, most),
      ].join('\n');
    await network.write(
      `${begins.join('\n')}\n`,
      { temperature: 0.7, topP: 0.9, seed: number(), most: 160 },
      piece => {
        text += piece;
        if (mine !== turn || poem().split('\n').length > lines + 1) ends.abort();
        else if (!calm.matches) Poem.here?.show(poem(lines));
      },
      ends.signal,
    );
    if (mine !== turn) return;
    written.set(model, poem(lines));
    Poem.here?.show(poem(lines));
    Poem.here?.tell();
  }

  // Shows the earlier poem until a new one is written.
  show(text) {
    const now = this.querySelector('.now');
    this.querySelector('.earlier').hidden = !!text;
    now.hidden = !text;
    now.textContent = text ?? '';
  }

  tell() {
    this.querySelector('[role=status]').textContent = this.querySelector('.now').textContent;
  }
}

customElements.define('figment-poem', Poem);
