// A network that makes pictures or sounds of latents.

// What a seed stands for: latents from N(0, 1), and a class drawn as often as it occurs in the data.
function draw(seed, size) {
  const next = uniform(seed),
    latents = new Float32Array(size),
    place = next() * facts.counts.reduce((a, b) => a + b, 0);
  for (let i = 0; i < size; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - next())),
      angle = 2 * Math.PI * next();
    latents[i] = radius * Math.cos(angle);
    if (i + 1 < size) latents[i + 1] = radius * Math.sin(angle);
  }
  let label = 0;
  for (let sum = facts.counts[0] ?? 0; label + 1 < facts.counts.length && sum <= place; sum += facts.counts[label]) label++;
  return { latents, label };
}

// bytes: { runtime, network }, where they are not in the page itself. If ONNX Runtime was given an address, pass {} for its
// bytes.
async function startNetwork(bytes) {
  const { Tensor } = globalThis.ort,
    { runtime, network } = bytes ?? { runtime: await unpack('runtime'), network: await unpack('network') };
  const session = await openNetwork(runtime, network);
  const shape = session.inputMetadata.find(input => input.name === 'latents').shape.slice(1);
  const size = shape.reduce((a, b) => a * b, 1);
  let last = Promise.resolve(); // one at a time

  async function make(latents, label) {
    const feeds = { latents: new Tensor('float32', Float32Array.from(latents), [1, ...shape]) };
    if (facts.choice) feeds[facts.choice] = new Tensor('int64', BigInt64Array.from([BigInt(label ?? 0)]), [1]);
    const mine = last.then(async () => {
      const { data, dims } = Object.values(await session.run(feeds))[0];
      return { data, dims: dims.slice(1) };
    });
    last = mine.catch(() => {}).then(() => new Promise(done => setTimeout(done))); // the page is drawn in between
    return mine;
  }

  return { size, make, draw: seed => draw(seed, size) };
}
