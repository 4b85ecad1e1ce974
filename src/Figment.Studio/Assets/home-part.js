// What all living parts of the first page are made of. Blazor replaces what the server rendered first, so what was made is kept
// apart from the elements that show it.
export const calm = matchMedia('(prefers-reduced-motion: reduce)');
export const filled = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
export const number = () => Math.floor(1e6 * Math.random());

// The first picture goes before all else: what takes longer waits for it.
let arrive;
export const arrived = new Promise(done => (arrive = done));
export { arrive };

export const absolute = address => new URL(address, document.baseURI).href;

const models = new Map();
let tools;

// A model by its address, opened once. ONNX Runtime reads its WebAssembly from a stream, as it comes.
function open({ model, maker, runtime, code }, facts) {
  if (!models.has(model))
    models.set(
      model,
      (async () => {
        const bytes = fetch(absolute(model)).then(answer => answer.arrayBuffer());
        tools ??= Promise.all([import(absolute(maker)), import(absolute(runtime))]).then(([made, ort]) => {
          ort.env.wasm.wasmPaths = { wasm: absolute(code) };
          globalThis.ort = ort;
          return made;
        });
        const kit = (await tools).maker(facts);
        const kept = { runtime: {}, network: new Uint8Array(await bytes) };
        return { ...kit, network: await (facts.merges ? kit.startWriter(facts, kept) : kit.startNetwork(kept)) };
      })(),
    );
  return models.get(model);
}

// begin(signal) shows what is known and listens until the signal is aborted; start() makes what is missing, for whichever element
// of its kind is on the page by then: the static field here.
export class Part extends HTMLElement {
  connectedCallback() {
    queueMicrotask(() => {
      // Blazor inserts an element before its contents
      if (!this.isConnected || this.ends) return;
      this.ends = new AbortController();
      this.constructor.here = this;
      this.begin(this.ends.signal);
      this.start().catch(problem => this.fail(problem));
    });
  }

  fail(problem) {
    const said = this.querySelector('.problem');
    said.hidden = false;
    said.textContent = filled(this.dataset.fails, { why: problem?.message ?? problem });
    arrive();
  }

  disconnectedCallback() {
    this.ends?.abort();
    this.ends = null;
    if (this.constructor.here === this) this.constructor.here = null;
  }

  open(facts) {
    return open({ ...this.closest('[data-runtime]').dataset, ...this.dataset }, facts);
  }
}
