// A text to learn from: counted as it grows, and sent only when the visitor keeps it.
'use strict';

let timer = 0,
  leave = null,
  area = null;

export function attach(root, component, mostBytes) {
  leave = new AbortController();
  area = root.querySelector('textarea');
  const chosen = root.querySelector('input[type=file]'),
    encoder = new TextEncoder();
  const count = () =>
    component.invokeMethodAsync('Counted', [...area.value].length, encoder.encode(area.value).length).catch(() => {
      /* gone */
    });
  area.addEventListener(
    'input',
    () => {
      clearTimeout(timer);
      timer = setTimeout(count, 300);
    },
    { signal: leave.signal },
  );
  chosen.addEventListener(
    'change',
    async () => {
      const [file] = chosen.files;
      chosen.value = '';
      if (!file) return;
      if (file.size > mostBytes) {
        await component.invokeMethodAsync('TooLong', file.name);
        return;
      }
      const bytes = new Uint8Array(await file.arrayBuffer());
      try {
        area.value = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      } catch {
        await component.invokeMethodAsync('NoText', file.name);
        return;
      }
      await component.invokeMethodAsync('Named', file.name);
      await count();
    },
    { signal: leave.signal },
  );
  if (area.value.length > 0) count(); // the browser remembers what stood there
}

export function text() {
  return new TextEncoder().encode(area.value);
}

export function end() {
  clearTimeout(timer);
  leave?.abort();
}
