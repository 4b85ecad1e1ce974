// What every page needs of its network: unpacked from the page, computed by ONNX Runtime without another file or thread.
async function unpack(id) {
  const text = atob(document.getElementById(id).textContent), packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

// Numbers from 0 up to 1, the same everywhere for a given seed (sfc32).
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

// Makes ONNX Runtime ready, from its own bytes, and opens networks one at a time.
async function openNetwork(runtime, network) {
  const { env, InferenceSession } = globalThis.ort;
  env.wasm.numThreads = 1;
  env.wasm.proxy = false;
  env.wasm.wasmBinary ??= runtime.buffer;
  return InferenceSession.create(network, { executionProviders: ["wasm"] });
}

