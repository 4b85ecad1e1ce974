// The network: unpacked from the page, computed by ONNX Runtime without another file or thread.
async function unpack(id) {
  const text = atob(document.getElementById(id).textContent), packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

// Numbers from 0 up to 1, the same for a seed everywhere (sfc32).
function uniform(seed) {
  let a = seed >>> 0, b = Math.floor(seed / 4294967296) ^ 0x9e3779b9, c = 0x243f6a88, d = 1;
  const next = () => {
    const sum = (a + b + d++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}

// What a seed stands for: latents from N(0, 1), and a class as often as the data has it.
function draw(seed, size) {
  const next = uniform(seed), latents = new Float32Array(size), place = next() * facts.counts.reduce((a, b) => a + b, 0);
  for (let i = 0; i < size; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - next())), angle = 2 * Math.PI * next();
    latents[i] = radius * Math.cos(angle);
    if (i + 1 < size) latents[i + 1] = radius * Math.sin(angle);
  }
  let label = 0;
  for (let sum = facts.counts[0] ?? 0; label + 1 < facts.counts.length && sum <= place; sum += facts.counts[label]) label++;
  return { latents, label };
}

// bytes: { runtime, network }, where they are not in the page itself. Who has told ONNX Runtime its address gives no runtime.
async function startNetwork(bytes) {
  const { env, InferenceSession, Tensor } = globalThis.ort, { runtime, network } = bytes ?? { runtime: await unpack("runtime"), network: await unpack("network") };
  env.wasm.numThreads = 1;
  env.wasm.proxy = false;
  env.wasm.wasmBinary ??= runtime?.buffer;
  const session = await InferenceSession.create(network, { executionProviders: ["wasm"] });
  const shape = session.inputMetadata.find(input => input.name === "latents").shape.slice(1);
  const size = shape.reduce((a, b) => a * b, 1);
  let last = Promise.resolve(); // one at a time

  async function make(latents, label) {
    const feeds = { latents: new Tensor("float32", Float32Array.from(latents), [1, ...shape]) };
    if (facts.choice) feeds[facts.choice] = new Tensor("int64", BigInt64Array.from([BigInt(label ?? 0)]), [1]);
    const mine = last.then(async () => {
      const { data, dims } = Object.values(await session.run(feeds))[0];
      return { data, dims: dims.slice(1) };
    });
    last = mine.catch(() => {}).then(() => new Promise(done => setTimeout(done))); // the page is drawn in between
    return mine;
  }

  return { size, make, draw: seed => draw(seed, size) };
}

