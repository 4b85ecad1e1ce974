// A board to draw on: light strokes on black, by mouse, finger, pen or keys. It all happens here; when a stroke
// ends, the studio receives the resulting picture.
const detail = 8,
  pen = 0.085,
  rubber = 0.14,
  most = 2000; // each pixel from 8 × 8 points; widths as shares of the board's

export function attach(root, component, options) {
  const canvas = root.querySelector('canvas'),
    paper = canvas.getContext('2d'),
    leave = new AbortController();
  const tools = [...root.querySelectorAll('[data-tool]')],
    sized = new ResizeObserver(fit);
  let strokes = [],
    past = [],
    stroke = null,
    pointer = null,
    erases = false,
    cursor = null;
  listen(canvas, 'pointerdown', press);
  listen(canvas, 'pointermove', move);
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'])
    listen(canvas, end, event => {
      if (event.pointerId === pointer) lift();
    });
  listen(canvas, 'keydown', key);
  listen(canvas, 'blur', () => {
    lift();
    cursor = null;
    paint();
  });
  for (const tool of tools) listen(tool, 'click', () => use(tool.dataset.tool));
  sized.observe(canvas);
  show();

  return {
    clear,
    read: () => pixels(strokes, options),
    focus: () => canvas.focus(),
    end() {
      leave.abort();
      sized.disconnect();
    },
  };

  function listen(target, event, act) {
    target.addEventListener(event, act, { signal: leave.signal });
  }

  function fit() {
    const wide = Math.round(canvas.clientWidth * Math.min(devicePixelRatio || 1, 2));
    if (wide === 0) return;
    const high = Math.round((wide * options.height) / options.width);
    if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
    paint();
  }

  function paint() {
    lines(paper, strokes, canvas.width);
    if (!cursor) return;
    paper.lineWidth = Math.max(2, canvas.width / 140);
    paper.strokeStyle = stroke ? '#ffbf00' : '#56b4e9';
    paper.beginPath();
    paper.arc(
      cursor[0] * canvas.width,
      cursor[1] * canvas.width,
      (canvas.width * (erases ? rubber : pen)) / 2 + 3,
      0,
      2 * Math.PI,
    );
    paper.stroke();
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.width];
  }

  function press(event) {
    if (pointer !== null || event.button !== 0 || canvas.getAttribute('aria-disabled') === 'true') return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    lift(); // what the keys had begun
    cursor = null;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    begin(place(event));
  }

  function move(event) {
    if (event.pointerId !== pointer) return;
    for (const each of event.getCoalescedEvents?.() ?? []) add(place(each));
    add(place(event));
    paint();
  }

  function begin(point) {
    stroke = { erases, points: [point] };
    strokes.push(stroke);
    paint();
  }

  function add(point) {
    const last = stroke.points.at(-1);
    if (stroke.points.length < most && Math.hypot(point[0] - last[0], point[1] - last[1]) > 0.002) stroke.points.push(point);
  }

  function lift() {
    pointer = null;
    if (!stroke) return;
    stroke = null;
    tell();
  }

  function undo() {
    stroke = null;
    if (strokes.length > 0) strokes.pop();
    else if (past.length > 0) strokes = past.pop();
    tell();
  }

  function clear() {
    stroke = null;
    if (strokes.length > 0) past = [...past.slice(-9), strokes];
    strokes = [];
    tell();
  }

  function use(tool) {
    if (tool === 'undo') undo();
    else if (tool === 'clear') clear();
    else erases = tool === 'rubber';
    show();
    paint();
  }

  function show() {
    for (const tool of tools)
      if (tool.hasAttribute('aria-pressed')) tool.setAttribute('aria-pressed', (tool.dataset.tool === 'rubber') === erases);
  }

  function tell() {
    paint();
    component.invokeMethodAsync('Drawn', pixels(strokes, options)).catch(() => {
      /* the studio is gone, and says so itself */
    });
  }

  // The arrow keys move the pen; the space bar puts it down and lifts it.
  function key(event) {
    if (pointer !== null || canvas.getAttribute('aria-disabled') === 'true') return;
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] },
      high = options.height / options.width;
    if (event.key in steps) {
      const far = event.shiftKey ? 0.02 : 1 / 14,
        [x, y] = steps[event.key],
        [left, top] = cursor ?? [0.5, high / 2];
      cursor = [Math.min(1, Math.max(0, left + x * far)), Math.min(high, Math.max(0, top + y * far))];
      if (stroke) add(cursor);
    } else if (event.key === ' ') {
      cursor ??= [0.5, high / 2];
      if (stroke) lift();
      else begin(cursor);
    } else if (event.key === 'Enter' && !event.repeat) {
      lift();
      component.invokeMethodAsync('Enter').catch(() => {
        /* likewise */
      });
    } else if (event.key === 'Backspace' || (event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey))) undo();
    else if (event.key === 'Delete') clear();
    else return;
    event.preventDefault();
    paint();
  }
}

function lines(paper, strokes, wide) {
  paper.globalCompositeOperation = 'source-over';
  paper.fillStyle = '#000';
  paper.fillRect(0, 0, paper.canvas.width, paper.canvas.height);
  paper.lineCap = paper.lineJoin = 'round';
  for (const { erases, points } of strokes) {
    paper.strokeStyle = erases ? '#000' : '#fff';
    paper.lineWidth = wide * (erases ? rubber : pen);
    paper.beginPath();
    paper.moveTo(points[0][0] * wide, points[0][1] * wide);
    for (const [x, y] of points.length > 1 ? points : [points[0], points[0]]) paper.lineTo(x * wide, y * wide);
    paper.stroke();
  }
}

// The picture in bytes, 0 black to 255 white, row by row; no bytes where nothing is drawn. If it is to be centred, the drawing is
// scaled to fit 20 of 28 pixels and its centre of mass is moved to the middle, as with MNIST's digits.
function pixels(strokes, { width, height, centred }) {
  const board = sheet(width * detail, height * detail);
  lines(board, strokes, width * detail);
  let bytes = averaged(board, width, height);
  const box = bounds(board);
  if (!box) return new Uint8Array(0);
  if (!centred) return bytes;
  const room = (Math.min(width, height) * detail * 20) / 28,
    scale = Math.min(2.5, room / Math.max(box.width, box.height));
  const moved = sheet(width * detail, height * detail),
    [wide, high] = [box.width * scale, box.height * scale];
  const put = (x, y) => {
    moved.fillStyle = '#000';
    moved.fillRect(0, 0, moved.canvas.width, moved.canvas.height);
    moved.imageSmoothingQuality = 'high';
    moved.drawImage(board.canvas, box.left, box.top, box.width, box.height, x, y, wide, high);
    return averaged(moved, width, height);
  };
  const left = (width * detail - wide) / 2,
    top = (height * detail - high) / 2;
  bytes = put(left, top);
  let mass = 0,
    across = 0,
    down = 0;
  bytes.forEach((value, k) => {
    mass += value;
    across += value * ((k % width) + 0.5);
    down += value * (Math.floor(k / width) + 0.5);
  });
  const kept = (wanted, room) => Math.min(Math.max(0, room), Math.max(0, wanted)); // never over the edge
  return mass === 0
    ? bytes
    : put(
        kept(left + (width / 2 - across / mass) * detail, width * detail - wide),
        kept(top + (height / 2 - down / mass) * detail, height * detail - high),
      );
}

function sheet(width, height) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  return canvas.getContext('2d', { willReadFrequently: true });
}

function averaged(board, width, height) {
  const { data } = board.getImageData(0, 0, width * detail, height * detail),
    bytes = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = 0; k < detail * detail; k++)
        sum += data[4 * ((y * detail + Math.floor(k / detail)) * width * detail + x * detail + (k % detail))];
      bytes[y * width + x] = Math.round(sum / (detail * detail));
    }
  }
  return bytes;
}

function bounds(board) {
  const { width, height } = board.canvas,
    { data } = board.getImageData(0, 0, width, height);
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[4 * (y * width + x)] < 64) continue;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
