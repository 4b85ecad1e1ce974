// A small grey picture as ink on paper: brightness between pixels by cubic B-splines, and an edge where it is half dark. So a
// digit of 28 × 28 pixels is as crisp as one written by pen, at any size.
const clear = 0.24,
  black = 0.46;

// How much of each pixel is ink, 0 to 255, row by row, in a square with sides of 'side' pixels.
export function inkOf({ data, dims: [, height, width] }, side) {
  const across = weights(width, side),
    down = weights(height, side),
    rows = new Float32Array(height * side),
    ink = new Uint8ClampedArray(side * side);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < side; x++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += across.weights[4 * x + k] * data[y * width + across.places[4 * x + k]];
      rows[y * side + x] = sum;
    }
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += down.weights[4 * y + k] * rows[down.places[4 * y + k] * side + x];
      const part = Math.min(1, Math.max(0, (sum - clear) / (black - clear)));
      ink[y * side + x] = 255 * part * part * (3 - 2 * part);
    }
  return ink;
}

// Draws it in black on a transparent background; style sheets make it white on dark.
export function drawInk(canvas, sample) {
  const side = canvas.width,
    ink = inkOf(sample, side),
    pixels = new ImageData(side, side);
  for (let i = 0; i < ink.length; i++) pixels.data[4 * i + 3] = ink[i];
  canvas.getContext('2d').putImageData(pixels, 0, 0);
}

const known = new Map();

// For each of many places, the four pixels around it and the weight of each.
function weights(few, many) {
  const name = `${few} ${many}`;
  if (known.has(name)) return known.get(name);
  const places = new Uint16Array(4 * many),
    all = new Float32Array(4 * many);
  for (let i = 0; i < many; i++) {
    const at = ((i + 0.5) * few) / many - 0.5,
      first = Math.floor(at),
      t = at - first;
    const cubic = [(1 - t) ** 3, 3 * t ** 3 - 6 * t * t + 4, -3 * t ** 3 + 3 * t * t + 3 * t + 1, t ** 3];
    for (let k = 0; k < 4; k++) {
      places[4 * i + k] = Math.min(few - 1, Math.max(0, first - 1 + k));
      all[4 * i + k] = cubic[k] / 6;
    }
  }
  known.set(name, { places, weights: all });
  return known.get(name);
}
