// Sounds: drawn as waveforms, played, saved as 16-bit WAV.
let audio, sounding;

const sounds = {
  several: 12,
  walkSteps: 8,

  draw(canvas, { data, dims: [channels, length] }) {
    const width = (canvas.width = 2 * Math.max(120, canvas.clientWidth || 300)),
      height = (canvas.height = Math.round(width / (canvas.closest('#grid') ? 2 : 2.5)));
    const context = canvas.getContext('2d'),
      loudest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0.05);
    canvas.classList.add('wave');
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--curve');
    for (let x = 0; x < width; x += 3) {
      let most = 0;
      const from = Math.floor((x * length) / width),
        to = Math.max(from + 1, Math.floor(((x + 3) * length) / width));
      for (let c = 0; c < channels; c++)
        for (let i = from; i < to && i < length; i++) most = Math.max(most, Math.abs(data[c * length + i]));
      const half = Math.max(1, (most / loudest) * (height / 2 - 6));
      context.fillRect(x, height / 2 - half, 2, 2 * half);
    }
  },

  // Ends when the sound does, or when another begins.
  async play({ data, dims: [channels, length] }) {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') await audio.resume();
    sounding?.stop();
    const buffer = audio.createBuffer(channels, length, facts.rate),
      source = audio.createBufferSource();
    for (let c = 0; c < channels; c++) buffer.copyToChannel(Float32Array.from(data.subarray(c * length, (c + 1) * length)), c);
    source.buffer = buffer;
    source.connect(audio.destination);
    sounding = source;
    return new Promise(done => {
      source.onended = done;
      source.start();
    });
  },

  save(samples, name) {
    const [channels, length] = samples[0].dims,
      pause = samples.length > 1 ? Math.round(facts.rate / 4) : 0;
    const frames = samples.length * (length + pause) - pause,
      bytes = frames * channels * 2,
      view = new DataView(new ArrayBuffer(44 + bytes));
    const text = (at, word) => [...word].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
    text(0, 'RIFF');
    view.setUint32(4, 36 + bytes, true);
    text(8, 'WAVEfmt ');
    view.setUint32(16, 16, true);
    view.setUint16(20, 1, true);
    view.setUint16(22, channels, true);
    view.setUint32(24, facts.rate, true);
    view.setUint32(28, facts.rate * channels * 2, true);
    view.setUint16(32, channels * 2, true);
    view.setUint16(34, 16, true);
    text(36, 'data');
    view.setUint32(40, bytes, true);
    samples.forEach(({ data }, k) => {
      for (let i = 0; i < length; i++)
        for (let c = 0; c < channels; c++)
          view.setInt16(
            44 + 2 * ((k * (length + pause) + i) * channels + c),
            Math.round(32767 * Math.min(1, Math.max(-1, data[c * length + i]))),
            true,
          );
    });
    download(new Blob([view], { type: 'audio/wav' }), `${name}.wav`);
  },
};
