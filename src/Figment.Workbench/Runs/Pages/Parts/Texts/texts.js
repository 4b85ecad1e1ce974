// Texts: a language model continues a text, token by token, as the library does. It needs network.js before it, and gets
// facts.context (tokens seen at once), facts.merges (its tokenizer: the left and the right token of each merge, one after the
// other) and facts.dialogues (whether a prompt is a message and the text written is the answer).

// Byte pairs merged within words; tokens 0 to 255 are the bytes, followed by the results of the merges and three special tokens.
function tokenizerOf(merges) {
  const count = merges.length / 2,
    endOfText = 256 + count,
    ranks = new Map(),
    contents = Array.from({ length: 256 }, (_, i) => Uint8Array.of(i));
  for (let i = 0; i < count; i++) {
    const left = merges[2 * i],
      right = merges[2 * i + 1],
      both = new Uint8Array(contents[left].length + contents[right].length);
    both.set(contents[left]);
    both.set(contents[right], contents[left].length);
    contents.push(both);
    ranks.set(left * 65536 + right, 256 + i);
  }

  const endings = /'(?:s|t|re|ve|m|ll|d)/,
    letters = / ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+/u,
    spaces = /\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/u;
  const words = new RegExp([endings, letters, spaces].map(part => part.source).join('|'), 'gu');
  const bytes = new TextEncoder(),
    known = new Map();

  // The earliest merge first, everywhere in the word: what it makes is part of later merges only.
  function merge(word) {
    let tokens = [...bytes.encode(word)];
    for (;;) {
      let best = Infinity;
      for (let i = 0; i + 1 < tokens.length; i++) best = Math.min(best, ranks.get(tokens[i] * 65536 + tokens[i + 1]) ?? Infinity);
      if (best === Infinity) return tokens;
      const merged = [];
      for (let i = 0; i < tokens.length; i++)
        merged.push(i + 1 < tokens.length && ranks.get(tokens[i] * 65536 + tokens[i + 1]) === best ? (i++, best) : tokens[i]);
      tokens = merged;
    }
  }

  function encode(text) {
    const whole = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.encode(text)); // halves of characters become U+FFFD
    return (whole.match(words) ?? []).flatMap(word => {
      if (!known.has(word)) known.set(word, merge(word));
      return known.get(word);
    });
  }

  return {
    encode,
    endOfText,
    messageStart: endOfText + 1,
    messageEnd: endOfText + 2,
    bytesOf: token => contents[token] ?? new Uint8Array(0),
  };
}

// Draws a token in proportion to its probability, among those that the options keep; next is at least 0 and below 1.
function chooseToken(logits, { temperature, topK, topP, minP }, next) {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i] > logits[best]) best = i;
  if (temperature === 0) return best;
  const weights = [];
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    const weight = Math.exp((logits[i] - logits[best]) / Math.max(1e-6, temperature));
    sum += weight;
    if (weight > 0 && weight >= minP) weights.push([i, weight]);
  }

  weights.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  let kept = topK > 0 ? Math.min(topK, weights.length) : weights.length;
  if (topP < 1) for (let i = 0, together = 0; i < kept; i++) if ((together += weights[i][1]) >= topP * sum) kept = i + 1;
  let at = next * weights.slice(0, kept).reduce((all, [, weight]) => all + weight, 0);
  for (let i = 0; i < kept; i++) if ((at -= weights[i][1]) < 0) return weights[i][0];
  return weights[kept - 1][0];
}

// Prepares a model for writing. bytes: { runtime, network }, the bytes of onnxruntime-web.wasm and of the model's ONNX file.
async function startWriter(facts, bytes) {
  const { Tensor } = globalThis.ort,
    tokenizer = tokenizerOf(facts.merges),
    { endOfText, messageStart, messageEnd } = tokenizer;
  const session = await openNetwork(bytes.runtime, bytes.network),
    beside = Math.max(1, Math.floor(facts.context / 2));
  const pasts = session.inputMetadata.filter(input => input.name.startsWith('past_key_values.'));
  const integers = list => new Tensor('int64', BigInt64Array.from(list, BigInt), [1, list.length]);
  let turn = Promise.resolve(),
    drawn = performance.now();

  const begin = () => ({
    length: 0,
    past: Object.fromEntries(
      pasts.map(({ name, shape }) => [name, new Tensor('float32', new Float32Array(0), [1, shape[1], 0, shape[3]])]),
    ),
  });

  // Reads tokens that follow those in the cache, and returns for each one the logits of the token to come next, token by
  // token.
  async function read(cache, tokens) {
    const from = cache.length,
      all = from + tokens.length;
    const mine = turn.then(() =>
      session.run({
        ...cache.past,
        input_ids: integers(tokens),
        attention_mask: integers(Array(all).fill(1)),
        position_ids: integers(tokens.map((_, i) => from + i)),
      }),
    );
    turn = mine.catch(() => {}); // one at a time
    const made = await mine;
    cache.length = all;
    for (const { name } of pasts) cache.past[name] = made[name.replace('past_key_values', 'present')];
    return made.logits.data;
  }

  // Lets the page redraw and respond in between.
  async function pause() {
    if (performance.now() - drawn < 12) return;
    await new Promise(done => setTimeout(done));
    drawn = performance.now();
  }

  const promptOf = text =>
    !facts.dialogues
      ? tokenizer.encode(text)
      : [
          messageStart,
          ...tokenizer.encode(`user\n${text}`),
          messageEnd,
          ...tokenizer.encode('\n'),
          messageStart,
          ...tokenizer.encode('assistant\n'),
        ];

  // Continues a prompt (or answers it) with at most the given number of tokens. onPiece gets each piece of text as it comes; an
  // AbortSignal stops it. The same seed and take produce the same text. Resolves to { tokens, end, slid }: how many were made,
  // why it ended ("stop": the model ended it, "length", "aborted"), and whether the beginning was forgotten because the text is
  // longer than the context.
  async function write(
    prompt,
    { temperature = 0.8, topK = 0, topP = 1, minP = 0.05, seed = 0, take = 0, most = 200 } = {},
    onPiece = () => {},
    signal = undefined,
  ) {
    const next = uniform(seed + 4294967296 * take),
      decoder = new TextDecoder('utf-8', { ignoreBOM: true }),
      tokens = [endOfText, ...promptOf(prompt)];
    let slid = tokens.length > facts.context,
      unread = tokens.slice(slid ? -beside : -facts.context),
      cache = begin(),
      made = 0,
      end = 'length';
    const tell = piece => piece && onPiece(piece);
    while (made < most) {
      await pause();
      if (signal?.aborted) {
        end = 'aborted';
        break;
      }

      if (cache.length + unread.length > facts.context) {
        slid = true; // keys know their positions, so what stays is read again from the first on
        [cache, unread] = [begin(), tokens.slice(-beside)];
      }

      const logits = (await read(cache, unread)).slice(-(endOfText + 3));
      logits.fill(-Infinity, endOfText + 1, facts.dialogues ? messageEnd : undefined); // what no text has
      const token = chooseToken(logits, { temperature, topK, topP, minP }, next());
      made++;
      if (token === endOfText || token === messageEnd) {
        end = 'stop';
        tell(decoder.decode());
        break;
      }

      tokens.push(token);
      unread = [token];
      tell(decoder.decode(tokenizer.bytesOf(token), { stream: true }));
    }

    return { tokens: made, end, slid };
  }

  // The logits after each token, read as the library's test of an export does: all tokens but the last, then the last one with
  // the cache.
  async function logits(tokens) {
    const cache = begin(),
      first = tokens.length > 1 ? [...(await read(cache, tokens.slice(0, -1)))] : [];
    return [...first, ...(await read(cache, tokens.slice(-1)))];
  }

  return {
    encode: tokenizer.encode,
    decode: tokens =>
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(
        Uint8Array.from(tokens.flatMap(token => [...tokenizer.bytesOf(token)])),
      ),
    logits,
    write,
  };
}
