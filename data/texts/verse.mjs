// English verse: Shakespeare's sonnets, Blake's Songs, Whitman's Leaves of Grass and four books of the King James Bible.
import { Tally } from './archive.mjs';

// Longer pieces are left out: they are catalogues without end, and each would weigh as much as forty sonnets.
const LONGEST = 8_000;

// Words common at the time that are offensive today: pieces with them are left out.
const HURTFUL = /\b(?:negro(?:es)?|squaw|darky)\b/iu;

// Psalms that repeat others word for word (14, 40, 57 and 60).
const TWINS = new Set(['Psalm 53', 'Psalm 70', 'Psalm 108']);

// Misprints found while reading the files: what is printed | what the poet wrote.
const MISPRINTS = {
  blake: `
Little Lamb, who make thee|Little Lamb, who made thee
wolly, bright|woolly, bright
happy cheer:!|happy cheer!
And I  am black|And I am black
like lambs rejoice',"|like lambs rejoice.'"
speak to you little boy|speak to your little boy
 when the meadows| When the meadows
"Ha, ha he!"|"Ha, ha, he!"
in read, and blue|in red, and blue
sit the aged man|sit the aged men
thy Maker is not year|thy Maker is not near
fled an gone|fled and gone
the ancient tree;|the ancient trees;
Weeping o're|Weeping o'er
And their son does|And their sun does
 for her Maker| For her Maker
trembling woman presse|trembling woman pressed
Could Frame|Could frame
In the forest of the night|In the forests of the night
 and he knew that| And he knew that
such thing done|such things done
fiend is here! said he:|fiend is here!" said he:
A  SONG|A CRADLE SONG
THE CHIMNEY-SWEEPER|THE CHIMNEY SWEEPER
 DIVINE IMAGE| THE DIVINE IMAGE`,
  whitman: `
hut one theme|but one theme
BOOKXXXV.|BOOK XXXV.
comist to me|com'st to me
lookist on|look'st on
wouldist surely|would'st surely
and neer shall|and ne'er shall
and neer return|and ne'er return
westernr sky|western sky
yourselp. will|yourself? will
you 'ust feel|you just feel
Age's Ship & Crafty|Age's Ship and Crafty`,
  sonnets: `
dear respose|dear repose
seeting bath|seething bath
most wretchcd|most wretched
Wh'r we are|Whether we are
wh'r better|whe'r better`,
};

export function makeVerse(novels, sonnets) {
  const text = name => novels.get(`package/gutenberg/${name}.txt`).toString('latin1').replace(/\r/gu, '');
  const log = { books: new Tally(), dropped: new Tally() };
  const pieces = [
    ...shakespeare(corrected(sonnets.get('package/lib/data/sonnet-data.js').toString('utf8'), MISPRINTS.sonnets)),
    ...blake(corrected(text('blake-poems'), MISPRINTS.blake)),
    ...whitman(corrected(text('whitman-leaves'), MISPRINTS.whitman)),
    ...bible(text('bible-kjv')),
  ].map(piece => ({ ...piece, stanzas: piece.stanzas.map(lines => lines.map(tidy)) }));

  const kept = pieces.filter(piece => {
    const written = write(piece);
    const why = whyNot(piece.title, written);
    if (why) log.dropped.add(why);
    else log.books.add(piece.author);
    return !why;
  });
  return { pieces: kept, log };
}

function whyNot(title, written) {
  if (TWINS.has(title)) return 'nearly the same';
  if (written.includes('[')) return 'headings within';
  if (written.length > LONGEST) return 'longer than the limit';
  return HURTFUL.test(written) ? 'hurtful words' : undefined;
}

export function write({ title, author, stanzas }) {
  return [`${title}\n${author}`, ...stanzas.map(lines => lines.join('\n'))].join('\n\n').replace('\n\n', '\n');
}

function corrected(text, misprints) {
  for (const [wrong, right] of misprints.slice(1).split('\n').map(line => line.split('|'))) {
    if (!text.includes(wrong)) throw new Error(`not in the text: ${wrong}`);
    text = text.replace(wrong, right);
  }
  return text;
}

const tidy = line => line.trim().replace(/ *-- */gu, '—').replace(/ {2,}/gu, ' ');

// Stanzas are separated by empty lines.
const stanzasOf = lines => lines.join('\n').trim().split(/\n\s*\n/u)
  .map(stanza => stanza.split('\n').filter(line => line.trim()));

function shakespeare(source) {
  const data = JSON.parse(/SonnetData = (\[[\s\S]*\]);/u.exec(source)[1]);
  return data.map(({ number, lines }) => ({ title: `Sonnet ${number}`, author: 'William Shakespeare', stanzas: [lines] }));
}

function blake(text) {
  const songs = text.slice(text.indexOf(' SONGS OF INNOCENCE\n'), text.indexOf(' NOTE:  Though written'));
  const pieces = [];
  for (const part of songs.split(/\n\s*\n(?= ?[A-Z][A-Z' -]+\n)/u)) {
    const [heading, ...lines] = part.trim().split('\n');
    if (!lines.some(line => line.trim())) continue;
    pieces.push({ title: titleCase(heading), author: 'William Blake', stanzas: stanzasOf(lines) });
  }
  return pieces;
}

function titleCase(heading) {
  const small = new Set(['a', 'and', 'at', 'in', 'of', 'on', 'the', 'to']);
  return heading.trim().toLowerCase().split(/\s+/u)
    .map((word, i) => (i && small.has(word) ? word : word[0].toUpperCase() + word.slice(1))).join(' ');
}

function whitman(text) {
  const pieces = [];
  for (const book of text.split(/^\[BOOK /mu).slice(1)) {
    if (book.startsWith('IV. ')) continue; // Children of Adam
    for (const part of book.split(/^\}/mu).slice(1)) {
      const [heading, ...rest] = part.split('\n');
      const title = heading.replace(/\[[^\]]*\]/gu, '').trim();
      const lines = rest.filter(line => !/^\[.*\]\s*$/u.test(line)).join('\n');
      // A verse too long for the page continues on the next line, indented by four spaces.
      const body = lines.replace(/(?<=\S) *\n {4}(?=\S)(?<!;\n {4}(?=[A-Z]))/gu, ' ');
      const sections = body.split(/^ *(\d+) *$/mu);
      if (sections[0].trim()) pieces.push({ title, author: 'Walt Whitman', stanzas: stanzasOf([sections[0]]) });
      for (let i = 1; i < sections.length; i += 2) {
        pieces.push({ title: `${title}, ${sections[i]}`, author: 'Walt Whitman', stanzas: stanzasOf([sections[i + 1]]) });
      }
    }
  }
  return pieces;
}

function bible(text) {
  const books = [
    ['The Book of Psalms', 'Psalm'], ['The Proverbs', 'Proverbs'], ['Ecclesiastes', 'Ecclesiastes'],
    ['The Song of Solomon', 'Song of Solomon'], ['The Book of the Prophet Isaiah', undefined],
  ];
  const starts = books.map(([heading]) => new RegExp(`^${heading}\\s*$`, 'mu').exec(text).index);
  const pieces = [];
  books.slice(0, -1).forEach(([heading, name], b) => {
    const body = text.slice(starts[b] + heading.length, starts[b + 1]).replace(/\n(?:Or, |\s)*The Preacher\s*\n/u, '\n');
    const chapters = new Map();
    for (const [, chapter, , verse] of body.matchAll(/(\d+):(\d+)\s+([\s\S]*?)(?=\s+\(?\d+:\d+\s|\s*$)/gu)) {
      if (!chapters.has(chapter)) chapters.set(chapter, []);
      chapters.get(chapter).push(verse.replace(/\s+/gu, ' '));
    }
    for (const [chapter, verses] of chapters) {
      if (name === 'Psalm' && chapter === '119') {
        // Twenty-two songs of eight verses, one for each letter of the alphabet.
        for (let i = 0; i < verses.length; i += 8) {
          pieces.push({ title: `Psalm 119:${i + 1}`, author: 'King James Bible', stanzas: [verses.slice(i, i + 8)] });
        }
      } else pieces.push({ title: `${name} ${chapter}`, author: 'King James Bible', stanzas: [verses] });
    }
  });
  return pieces;
}
