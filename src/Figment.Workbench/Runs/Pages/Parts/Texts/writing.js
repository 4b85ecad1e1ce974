// The page of a language model: what was asked for, written while the reader watches.
let writer,
  takes = [],
  stopping = null,
  last = '';

const chosen = () => ({
  temperature: Number(find('temperature').value) / 100,
  topK: Math.floor(Number(find('top-k').value) || 0),
  topP: Number(find('top-p').value) / 100,
  most: Number(find('most').value),
});

function sayChoices() {
  find('temperature').nextElementSibling.textContent = number(Number(find('temperature').value) / 100);
  find('most').nextElementSibling.textContent = number(find('most').value);
  find('count').nextElementSibling.textContent = number(find('count').value);
  find('top-p').nextElementSibling.textContent = `${number(find('top-p').value)}%`;
}

function sayWrite() {
  find('write').textContent = say(stopping ? 'stop' : facts.dialogues ? 'answer' : 'write');
  find('save').disabled = takes.length === 0;
}

function element(name, className, text = '') {
  return Object.assign(document.createElement(name), { className, textContent: text });
}

// A place for one text. It gets its words piece by piece, as text and nothing else.
function takeOf(prompt, seed, index) {
  const item = element('li', 'take writing'),
    words = element('p', 'words'),
    foot = element('div', 'foot'),
    how = element('span', 'how'),
    copy = element('button', 'copy');
  const made = document.createTextNode('');
  if (facts.dialogues) item.append(element('p', 'help asked', prompt));
  else words.append(element('span', 'begun', prompt));
  words.append(made);
  copy.type = 'button';
  foot.append(how, copy);
  item.append(words, foot);
  const take = { item, made, tokens: 0, seconds: 0, text: () => (facts.dialogues ? '' : prompt) + made.data };
  take.describe = () => {
    how.textContent = say(take.seconds > 0 ? 'footSpeed' : 'foot', {
      seed,
      take: index + 1,
      tokens: number(take.tokens),
      speed: number(Math.round(take.tokens / take.seconds)),
    });
    copy.textContent = say('copy');
    copy.setAttribute('aria-label', say('copyOf', { take: index + 1 }));
    item.setAttribute('aria-label', say('takeOf', { take: index + 1 }));
  };
  copy.addEventListener('click', async () => {
    find('told').textContent = copy.textContent = say((await copyText(take.text(), words)) ? 'copied' : 'notCopied');
    setTimeout(take.describe, 2000);
  });
  take.describe();
  return take;
}

async function copyText(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(shown);
    return document.execCommand('copy');
  }
}

// Writes all texts side by side; they take turns at the network.
async function write() {
  const asked = () => JSON.stringify([find('prompt').value, chosen(), numberIn('seed'), find('count').value]);
  if (asked() === last) find('seed').value = (numberIn('seed') + 1) % 4294967296;
  last = asked();
  const mine = (stopping = new AbortController()),
    prompt = find('prompt').value,
    seed = numberIn('seed'),
    options = chosen(),
    began = performance.now();
  takes = Array.from({ length: Number(find('count').value) }, (_, i) => takeOf(prompt, seed, i));
  find('takes').replaceChildren(...takes.map(take => take.item));
  find('told').textContent = '';
  sayWrite();
  const all = takes;
  await Promise.all(
    all.map(async (take, i) => {
      const told = await writer.write(prompt, { ...options, seed, take: i }, piece => take.made.appendData(piece), mine.signal);
      take.tokens = told.tokens;
      take.item.classList.remove('writing');
      take.describe();
    }),
  ).finally(() => all.forEach(take => take.item.classList.remove('writing')));
  if (stopping !== mine) return;
  const seconds = (performance.now() - began) / 1000,
    tokens = all.reduce((sum, take) => sum + take.tokens, 0);
  for (const take of all) if (all.length === 1) (Object.assign(take, { seconds }), take.describe());
  stopping = null;
  sayWrite();
  find('told').textContent = mine.signal.aborted ? say('stopped') : say('written', { count: all.length });
}

const kind = {
  prepare: sayChoices,

  speak() {
    find('prompt-label').textContent = say(facts.dialogues ? 'message' : 'prompt');
    find('prompt-help').textContent = say(facts.dialogues ? 'messageHelp' : 'promptHelp');
    sayChoices();
    sayWrite();
    for (const take of takes) take.describe();
  },

  async open() {
    writer = await startWriter(facts, { runtime: await unpack('runtime'), network: await unpack('network') });
    find('all').hidden = false;
    find('write').addEventListener('click', () => (stopping ? stopping.abort() : write()));
    find('prompt').addEventListener('keydown', event => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !stopping) write();
    });
    for (const id of ['temperature', 'most', 'count', 'top-p']) find(id).addEventListener('input', sayChoices);
    find('save').addEventListener('click', () =>
      download(
        new Blob([takes.map(take => take.text()).join('\n\n---\n\n'), '\n'], { type: 'text/plain;charset=utf-8' }),
        fileName(`${numberIn('seed')}.txt`),
      ),
    );
    if (!facts.dialogues) write();
    return writer;
  },

  // The tokenizer, the logits after each token, and texts.
  console: {
    encode: async text => (await ready).encode(text),
    decode: async tokens => (await ready).decode(tokens),
    logits: async tokens => (await ready).logits(tokens),
    write: async (...asked) => (await ready).write(...asked),
  },
};
