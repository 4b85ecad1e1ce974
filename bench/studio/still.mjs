// Draws what the first page shows until its model has loaded, using the page's own scripts: node still.mjs FILE.png
import { readFileSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync, gunzipSync } from 'node:zlib';
import { inkOf } from '../../src/Figment.Studio/Assets/ink.js';
import * as ort from '../../src/Figment.Workbench/Runs/Pages/Parts/Runtime/onnxruntime-web.mjs';

// The values that the page starts with: assets/home-digits.js.
const side = 392,
  label = 7,
  seed = 21,
  usual = 0.8;

const root = new URL('../../src/', import.meta.url),
  part = name => readFileSync(new URL(`Figment.Workbench/Runs/Pages/Parts/${name}`, root));
globalThis.ort = ort;
const { startNetwork } = new Function(
  'facts',
  `${part('Frame/network.js')}${part('Samples/latents.js')}\nreturn { startNetwork };`,
)({ counts: Array(10).fill(1), choice: 'labels' });
const network = await startNetwork({
  runtime: { buffer: gunzipSync(part('Runtime/onnxruntime-web.wasm.gz')) },
  network: gunzipSync(readFileSync(new URL('Figment.Studio/Models/digits.onnx.gz', root))),
});
const ink = inkOf(
  await network.make(
    network.draw(seed).latents.map(value => usual * value),
    label,
  ),
  side,
);

// Grey with alpha, all of it black.
const rows = Buffer.alloc(side * (2 * side + 1));
for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) rows[y * (2 * side + 1) + 2 + 2 * x] = ink[y * side + x];
const chunk = (name, data) => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]),
    ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
};
const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 4, 0, 0, 0]);
header.writeUInt32BE(side, 0);
header.writeUInt32BE(side, 4);
writeFileSync(
  process.argv[2],
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]),
);
