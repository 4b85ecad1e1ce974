// How long a model takes in a browser's runtime (onnxruntime-web, WebAssembly, one thread), here in Node:
//
//   figment export RUN --solver adams:4 --out model     (a flow; other models as they are)
//   cd bench/browser && npm install
//   node time.mjs ../../model/sampler.onnx [images per call, default 1]
//
// Prints the median of 20 calls, after 3 that are not counted, in milliseconds per image.
import * as ort from 'onnxruntime-web';
import { readFile } from 'node:fs/promises';

const [path, asked = '1'] = process.argv.slice(2);
const count = Number(asked);
if (!path || !Number.isInteger(count) || count < 1) {
  console.error('usage: node time.mjs FILE.onnx [images a call]');
  process.exit(2);
}

ort.env.wasm.numThreads = 1;
const began = performance.now();
const session = await ort.InferenceSession.create(await readFile(path), { executionProviders: ['wasm'] });
const loaded = performance.now() - began;

const feeds = {};
for (const input of session.inputMetadata) {
  const shape = input.shape.map((size, at) => (at === 0 ? count : size)),
    length = shape.reduce((a, b) => a * b, 1);
  feeds[input.name] =
    input.type === 'int64'
      ? new ort.Tensor(
          'int64',
          BigInt64Array.from({ length }, (_, i) => BigInt(i % 10)),
          shape,
        )
      : new ort.Tensor('float32', Float32Array.from({ length }, normal), shape);
}

const times = [];
let images;
for (let call = -3; call < 20; call++) {
  const start = performance.now();
  images = Object.values(await session.run(feeds))[0];
  if (call >= 0) times.push((performance.now() - start) / count);
}

times.sort((a, b) => a - b);
const pixels = images.data;
console.log(`${path}: [${images.dims}], pixels from ${min(pixels).toFixed(3)} to ${max(pixels).toFixed(3)}`);
console.log(
  `loaded in ${loaded.toFixed(0)} ms; ${times[10].toFixed(1)} ms an image ` +
    `(${times[0].toFixed(1)} to ${times[19].toFixed(1)}), ${count} a call`,
);

function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

function min(numbers) {
  return numbers.reduce((a, b) => Math.min(a, b));
}

function max(numbers) {
  return numbers.reduce((a, b) => Math.max(a, b));
}
