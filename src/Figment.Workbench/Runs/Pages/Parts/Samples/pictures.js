// Pictures: drawn pixel by pixel, saved as PNG.
function draftPicture({ data, dims: [channels, height, width] }) {
  const canvas = document.createElement('canvas'),
    pixels = new ImageData(width, height),
    plane = width * height;
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = Math.round(255 * data[channels === 1 ? i : c * plane + i]);
    pixels.data[4 * i + 3] = 255;
  }
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d').putImageData(pixels, 0, 0);
  return canvas;
}

const pictures = {
  several: 24,
  walkSteps: 48,

  draw(canvas, sample) {
    const draft = draftPicture(sample);
    canvas.width = draft.width;
    canvas.height = draft.height;
    canvas.classList.toggle('pixels', draft.width < 128);
    canvas.getContext('2d').drawImage(draft, 0, 0);
  },

  // So large that it can be looked at where it is sent to.
  save(samples, name) {
    const drafts = samples.map(draftPicture),
      [{ width, height }] = drafts,
      columns = Math.ceil(Math.sqrt(drafts.length));
    const times = Math.max(1, Math.floor((drafts.length === 1 ? 512 : 256) / Math.max(width, height)));
    const sheet = document.createElement('canvas'),
      context =
        ((sheet.width = columns * width * times),
        (sheet.height = Math.ceil(drafts.length / columns) * height * times),
        sheet.getContext('2d'));
    context.imageSmoothingEnabled = false;
    drafts.forEach((draft, i) =>
      context.drawImage(
        draft,
        (i % columns) * width * times,
        Math.floor(i / columns) * height * times,
        width * times,
        height * times,
      ),
    );
    sheet.toBlob(blob => download(blob, `${name}.png`), 'image/png');
  },

  play: async () => {},
};
