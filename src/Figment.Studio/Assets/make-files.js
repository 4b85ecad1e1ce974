// Sends files to the studio, one after the other, from what was dropped or chosen.
'use strict';

let leave = null,
  request = null,
  isOver = false;

export function attach(root, component, limits) {
  leave = new AbortController();
  const listen = (target, event, act) => target?.addEventListener(event, act, { signal: leave.signal });
  const zone = root.querySelector('.drop-zone');
  for (const input of root.querySelectorAll('input[type=file]')) {
    listen(input, 'change', () => {
      const files = [...input.files].map(file => ({ path: file.webkitRelativePath || file.name, file }));
      input.value = '';
      send(root, component, limits, files);
    });
  }
  listen(root.ownerDocument, 'dragover', event => event.preventDefault()); // beside the zone the browser would open the file
  listen(root.ownerDocument, 'drop', event => event.preventDefault());
  listen(zone, 'dragenter', () => zone.classList.add('over'));
  listen(zone, 'dragleave', event => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove('over');
  });
  listen(zone, 'drop', async event => {
    zone.classList.remove('over');
    const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(entry => entry);
    const files = [];
    for (const entry of entries) await walk(entry, files, limits.files);
    send(root, component, limits, files);
  });
}

export function cancel() {
  isOver = true;
  request?.abort();
}

export function end() {
  cancel();
  leave?.abort();
}

async function walk(entry, files, most) {
  if (files.length > most) return;
  if (entry.isFile) {
    const file = await new Promise(done => entry.file(done, () => done(null)));
    if (file) files.push({ path: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise(done => reader.readEntries(done, () => done([])));
    if (some.length === 0) return;
    for (const each of some) await walk(each, files, most);
  }
}

async function send(root, component, limits, files) {
  if (files.length === 0) return;
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const large = files.find(({ file }) => file.size > limits.fileBytes)?.path ?? '';
  isOver = false;
  const address = await component.invokeMethodAsync('Begin', files[0].path, files.length, bytes, large);
  if (!address) return;
  let sent = 0,
    done = 0,
    kept = 0,
    failed = '';
  let said = 0;
  const show = (now, isLast) => {
    const bar = root.querySelector('progress'),
      words = root.querySelector('.sent');
    if (bar) [bar.max, bar.value] = [bytes || 1, sent + now];
    if (words && (isLast || Date.now() - said > 1000)) {
      // a screen reader reads out each change
      said = Date.now();
      words.textContent = words.dataset.words
        .replace('{done}', done)
        .replace('{all}', files.length)
        .replace('{share}', `${Math.floor((100 * (sent + now)) / (bytes || 1))}%`);
    }
  };
  for (const { path, file } of files) {
    if (isOver) break;
    const status = await put(`${address}?path=${encodeURIComponent(path)}`, file, show);
    if (status.code !== 200) {
      failed = isOver ? '' : status.text || String(status.code);
      isOver = true;
      break;
    }
    if (status.text === 'kept') kept++;
    sent += file.size;
    done++;
    show(0, done === files.length);
  }
  await component.invokeMethodAsync('Sent', kept, done === files.length, failed).catch(() => {
    /* the studio is gone */
  });
}

function put(address, file, show) {
  return new Promise(done => {
    request = new XMLHttpRequest();
    request.open('PUT', address);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = event => show(event.loaded, false);
    request.onload = () => done({ code: request.status, text: request.responseText });
    request.onerror = request.onabort = () => done({ code: 0, text: '' });
    request.send(file);
  });
}
