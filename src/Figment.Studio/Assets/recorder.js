// Records takes from the microphone. Nothing leaves the page but takes that the visitor asked for, as WAV of 16 bits.
let microphone = null,
  take = null,
  kept = null,
  visit = 0;

// The reason why there is no microphone, as a keyword; "" if there is one. From now on the meter shows how loud it is. A
// microphone that is already open stays open.
export async function open(worklet, meter) {
  if (microphone?.stream.getTracks().every(track => track.readyState === 'live')) return '';
  close();
  const mine = visit;
  if (!navigator.mediaDevices?.getUserMedia) return 'insecure'; // browsers give it to loopback and HTTPS only
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    if (mine !== visit) {
      // the visitor allowed it, but has left the page
      stream.getTracks().forEach(track => track.stop());
      return '';
    }
    stream.getTracks().forEach(
      track =>
        (track.onended = () => {
          if (mine === visit) close();
        }),
    ); // pulled out
    const context = new AudioContext();
    microphone = { stream, context };
    await context.audioWorklet.addModule(new URL(worklet, document.baseURI));
    await context.resume();
    const node = new AudioWorkletNode(context, 'figment-recorder', { channelCount: 1, channelCountMode: 'explicit' });
    node.port.onmessage = ({ data }) => hear(data, meter);
    context.createMediaStreamSource(stream).connect(node).connect(context.destination);
    return '';
  } catch (problem) {
    close();
    return problem.name === 'NotAllowedError'
      ? 'denied'
      : problem.name === 'NotFoundError'
        ? 'missing'
        : String(problem.message ?? problem);
  }
}

// Records for the given number of seconds. Resolves to whether it recorded all of them: a take that is stopped, or whose
// microphone is lost, is dropped.
export function record(seconds) {
  stop();
  if (!microphone) return Promise.resolve(false);
  return new Promise(done => {
    take = { blocks: [], missing: Math.round(seconds * microphone.context.sampleRate), done };
  });
}

// The take that was recorded last.
export function recorded() {
  return kept;
}

export function stop() {
  take?.done(false);
  take = null;
}

export function close() {
  visit++;
  stop();
  microphone?.stream.getTracks().forEach(track => track.stop());
  microphone?.context.close();
  microphone = null;
}

function hear(block, meter) {
  let peak = 0;
  for (const value of block) peak = Math.max(peak, Math.abs(value));
  meter.value = Math.max(peak, meter.value * 0.95); // it falls slowly, as eyes want it
  if (!take) return;
  take.blocks.push(block.subarray(0, take.missing));
  take.missing -= block.length;
  if (take.missing <= 0) end();
}

function end() {
  kept = wav(take.blocks, microphone.context.sampleRate);
  take.done(true);
  take = null;
}

function wav(blocks, rate) {
  const length = blocks.reduce((sum, block) => sum + block.length, 0),
    bytes = new DataView(new ArrayBuffer(44 + 2 * length));
  const name = (at, text) => [...text].forEach((letter, k) => bytes.setUint8(at + k, letter.charCodeAt(0)));
  name(0, 'RIFF');
  bytes.setUint32(4, 36 + 2 * length, true);
  name(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, rate, true);
  bytes.setUint32(28, 2 * rate, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  name(36, 'data');
  bytes.setUint32(40, 2 * length, true);
  let at = 44;
  for (const block of blocks) {
    for (const value of block) {
      bytes.setInt16(at, Math.max(-32768, Math.min(32767, Math.round(value * 32768))), true);
      at += 2;
    }
  }
  return new Uint8Array(bytes.buffer);
}
