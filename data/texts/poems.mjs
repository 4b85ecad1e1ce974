// Tang poems in simplified characters: quatrains and regulated verse of five or seven characters a line.
import { AFTER, AUTHORS, BEFORE, IN_TITLES, IN_VERSE, VARIANTS, restore } from './characters.mjs';
import { Tally } from './archive.mjs';

// A character that occurs fewer times than this in the poems is too rare to learn: poems with it are left out.
const RAREST = 4;
const LONGEST_TITLE = 16;
const POEMS = 14_500;
// Poems at least this well known (see fameOf) are kept even if they contain rare characters.
const FAMOUS = 34;

// Well-known poets that are not in the Three Hundred Tang Poems.
const KNOWN = `
李世民 王绩 虞世南 上官仪 卢照邻 杨炯 苏味道 李峤 崔融 郭震 张若虚 张说 苏颋 贺知章 武则天 上官婉儿 东方虬 韦承庆 孙逖 储光羲 贾至 李华 刘昚虚
张谓 丁仙芝 崔国辅 薛据 皇甫曾 李嘉祐 郎士元 耿湋 戎昱 于良史 刘商 朱放 秦系 灵一 灵澈 武元衡 令狐楚 张仲素 窦巩 窦庠 杨巨源 羊士谔 吕温
王涯 李绅 刘叉 卢仝 李贺 薛涛 鲍溶 姚合 施肩吾 徐凝 殷尧藩 雍陶 李德裕 李涉 章孝标 李远 薛能 赵嘏 项斯 刘得仁 储嗣宗 段成式 刘沧 李群玉 曹邺
刘驾 高骈 于濆 皮日休 陆龟蒙 司空图 聂夷中 罗隐 罗邺 罗虬 方干 郑谷 李山甫 曹唐 曹松 来鹄 崔道融 吴融 唐彦谦 周繇 许棠 李昌符 翁绶 汪遵 章碣
胡曾 李洞 王驾 王贞白 张蠙 黄巢 杜光庭 贯休 齐己 处默 无可 可止 尚颜 鱼玄机 李冶 花蕊夫人 李煜 徐铉 李建勋 伍乔 沈彬 孙鲂 谭用之 李中 于鹄 于武陵
于邺 李郢 李咸用 崔橹 马戴 顾非熊 陈羽 欧阳詹 刘言史 朱湾 张南史 包何 包佶 崔峒 严武 李适之 杜秋娘 葛鸦儿 陈玉兰 张敬忠 畅当 畅诸 张演 王播 唐求
`.trim().split(/\s+/u);

// Titles that the anthology cuts short, and slips in it.
const TITLES = new Map(Object.entries({
  送李少府贬峡中王少府贬: '送李少府贬峡中王少府贬长沙',
  九日登望仙台呈刘明府: '九日登望仙台呈刘明府容',
  奉和圣制从蓬莱向兴庆阁道: '奉和圣制从蓬莱向兴庆阁道中留春雨中春望之作应制',
  至德二载甫自京金光门: '至德二载甫自京金光门出问道归凤翔',
  江州重别薛六柳: '江州重别薛六柳八二员外',
  赋得暮雨送李曹: '赋得暮雨送李胄',
  自夏口至鹦鹉洲夕望岳阳: '自夏口至鹦鹉洲夕望岳阳寄源中丞',
}));
// Lines in the wording that readers know, where the Complete Tang Poems or the anthology have another one, or a slip.
const READINGS = new Map(Object.entries({
  残霄犹得梦依稀: '残宵犹得梦依稀',
  千里莺啼绿映江: '千里莺啼绿映红',
  十里黄云白日曛: '千里黄云白日曛',
  大漠山如雪: '大漠沙如雪',
  银烛熏天紫陌长: '银烛朝天紫陌长',
  秋成万颗子: '秋收万颗子',
}));

// The first lines of poems that everyone knows, but whose poet or search figures would exclude them.
const ALWAYS = new Set(`
锄禾日当午 春种一粒粟 去年今日此门中 蓬头稚子学垂纶 李白乘舟将欲行 峨眉山月半轮秋 竹帛烟消帝业虚 昔日龌龊不足夸 春江一曲柳千条
不论平地与山尖 小娃撑小艇 大漠沙如雪 泽国江山入战图 杨花落尽子规啼
`.trim().split(/\s+/u));

const SERIES = /^(?:杂曲歌辞|相和歌辞|横吹曲辞|琴曲歌辞|杂歌谣辞|鼓吹曲辞|舞曲歌辞|清商曲辞|近代曲辞|新乐府) /u;
const NOT_POETRY = /郊庙歌辞|燕射歌辞|偈|颂$|还丹|金丹|龙虎|白龙诗|玄珠|火记|道藏|灵草|登歌|乐章|舒和|肃和|雍和|九转|真言/u;

export function makePoems(files, opencc) {
  const json = path => JSON.parse(files.get(`package/dist/${path}`));
  const convert = simplifier(opencc);
  const log = { read: 0, dropped: new Tally() };

  const hundreds = json('mengxue/tangshisanbaishou.json');
  const loved = anthology(hundreds, convert);
  const thousand = anthology(json('mengxue/qianjiashi.json'), convert).filter(p => p.dynasty === '唐');
  loved.push(...thousand.filter(p => p.title === '清明'));
  const poets = hundreds.content.flatMap(part => part.content.map(p => convert(p.author, IN_TITLES)));
  const famous = new Set([...poets, ...KNOWN]);
  famous.delete('佚名');
  const fame = fameOf(files, json);

  const all = [...files.keys()]
    .map(path => /^package\/dist\/quantangshi\/(poet\.tang\.(\d+)\.json)$/u.exec(path))
    .filter(match => match)
    .sort((a, b) => a[2] - b[2])
    .flatMap(([, name]) => {
      const tones = new Map(json(`strains/json/${name}`).map(s => [s.id, s.strains]));
      return json(`quantangshi/${name}`).map(poem => read(poem, tones.get(poem.id), fame, convert, log));
    })
    .filter(poem => poem);

  // Poems of the two anthologies first, then the poets of the first anthology and other known ones.
  const known = new Overlap(thousand);
  for (const poem of all) {
    if (known.find(poem) || ALWAYS.has(poem.lines[0])) poem.rank = 1;
    else if (famous.has(poem.author)) poem.rank = 2;
    else poem.rank = 9;
  }
  for (const poem of loved) poem.rank = 0;
  const ordered = [...loved, ...all].filter(p => p.rank < 9 || void log.dropped.add('author'))
    .sort((a, b) => a.rank - b.rank || a.series - b.series || b.fame - a.fame);

  const kept = [];
  const seen = new Overlap([]);
  for (const poem of ordered) {
    const twin = seen.find(poem);
    if (twin) {
      log.dropped.add(twin.lines.join() === poem.lines.join() ? 'same' : 'nearly the same');
      continue;
    }
    seen.add(poem);
    kept.push(poem);
  }

  const best = kept.sort((a, b) => a.rank - b.rank || b.fame - a.fame);
  const poems = withUsualCharacters(best, log);
  return { poems, log };
}

// The best known poems in which no character is rare. Leaving poems out makes more characters rare and lets other poems in, so it
// repeats until no character is rare.
function withUsualCharacters(best, log) {
  let pool = best;
  for (;;) {
    const poems = pool.slice(0, POEMS);
    const uses = new Tally();
    for (const poem of poems) for (const c of poem.title + poem.lines.join('')) uses.add(c);
    const usual = ({ rank, fame, title, lines }) => [...title + lines.join('')].every(
      c => c === '·' || (/[\u4e00-\u9fa5]/u.test(c) && (rank < 2 || fame >= FAMOUS || uses.get(c) >= RAREST)));
    const out = new Set(poems.filter(poem => !usual(poem)));
    if (!out.size) {
      log.dropped.add('less known', pool.length - poems.length);
      return poems;
    }
    log.dropped.add('rare characters', out.size);
    pool = pool.filter(poem => !out.has(poem));
  }
}

export function write(poem) {
  const lines = [poem.title, poem.author];
  for (let i = 0; i < poem.lines.length; i += 2) lines.push(`${poem.lines[i]}，${poem.lines[i + 1]}。`);
  return lines.join('\n');
}

function simplifier(opencc) {
  const toSimplified = opencc.Converter({ from: 't', to: 'cn' });
  return (text, last = IN_VERSE) => {
    for (const [pattern, character] of [...BEFORE, ...last]) text = text.replace(pattern, character);
    text = restore(toSimplified(text));
    text = [...text].map(c => VARIANTS.get(c) ?? c).join('');
    for (const [pattern, replacement] of AFTER) text = text.replace(pattern, replacement);
    return text;
  };
}

const reading = line => READINGS.get(line) ?? line;

// The lines of a poem, or nothing unless there are four or eight of them, each of five or seven characters.
function linesOf(text) {
  const lines = text.split(/[，。？！；：、,\s]+/u).filter(line => line);
  const length = [...(lines[0] ?? '')].length;
  const even = lines.every(line => [...line].length === length);
  return even && (length === 5 || length === 7) && (lines.length === 4 || lines.length === 8) ? lines : undefined;
}

function anthology(book, convert) {
  return book.content.flatMap(part => part.content.map(entry => {
    const lines = linesOf(entry.paragraphs.join('').replace(/[（(][^）)]*[）)]/gu, ''))?.map(line => reading(convert(line)));
    if (!lines) return undefined;
    const [, dynasty, name] = /^(?:（(.)）)?(.*)$/u.exec(entry.author);
    const [head, tail] = convert(entry.chapter, IN_TITLES).split('·');
    const title = tail && tail !== lines[0] ? `${head}·${tail}` : head;
    const author = convert(name, IN_TITLES);
    return { title: TITLES.get(title) ?? title, author: AUTHORS.get(author) ?? author, dynasty, lines };
  })).filter(poem => poem);
}

function read({ title, author, paragraphs }, tones, fame, convert, log) {
  log.read++;
  const drop = why => void log.dropped.add(why);
  const text = paragraphs.join('');
  if (!/^[\p{Script=Han}，。？！；：、]+$/u.test(text)) return drop('marks, gaps and notes');
  const traditional = linesOf(text);
  if (!traditional) return drop('form');
  if (traditional.length === 8 && !isRegulated(tones)) return drop('tones');

  const simple = convert(title, IN_TITLES);
  const name = titleOf(simple);
  if (!name) return drop('title');
  const simpleAuthor = convert(author, IN_TITLES);
  const poet = AUTHORS.get(simpleAuthor) ?? simpleAuthor;
  if (!/^[\u4e00-\u9fa5]{2,4}$/u.test(poet)) return drop('author');
    return {
    title: name, author: poet, lines: traditional.map(line => reading(convert(line))), series: SERIES.test(simple),
    fame: fame.get(`${author} ${title}`) ?? 0,
  };
}

// How well known a poem is: the sum of the logarithms of the hits in each search engine, as the package counted them.
function fameOf(files, json) {
  const fame = new Map();
  for (const path of files.keys()) {
    const name = /^package\/dist\/(rank\/poet\/poet\.tang\.rank\.\d+\.json)$/u.exec(path)?.[1];
    if (!name) continue;
    for (const { author, title, baidu, google, so360 } of json(name)) {
      fame.set(`${author} ${title}`, [baidu, google, so360].reduce((sum, count) => sum + Math.log1p(count ?? 0), 0));
    }
  }
  return fame;
}

// Even lines of regulated verse end in a level tone, odd lines but the first in an oblique one.
function isRegulated(tones) {
  const ends = (tones ?? []).join('').split(/[，。？！；：、]/u).filter(line => line).map(line => line.at(-1));
  return ends.length === 8 && ends.every((tone, i) => i === 0 || tone !== (i % 2 ? '仄' : '平'));
}

function titleOf(title) {
  if (NOT_POETRY.test(title) || /题拟|原卷|^句(?: |$)/u.test(title)) return undefined;
  const name = title.replace(/（[^）]*）/gu, '').replace(SERIES, '').trim()
    .replace(/ ([一二三四五六七八九十百]+)$/u, '·其$1').replace(/ +/gu, '·');
  return /^[\u4e00-\u9fa5·]+$/u.test(name) && [...name].length <= LONGEST_TITLE ? name : undefined;
}

// Finds poems that share a large part of their three-character sequences.
class Overlap {
  constructor(poems) {
    this.places = new Map();
    for (const poem of poems) this.add(poem);
  }

  static groups(poem) {
    const groups = new Set();
    for (const line of poem.lines) for (let i = 0; i + 3 <= line.length; i++) groups.add(line.slice(i, i + 3));
    return groups;
  }

  add(poem) {
    const groups = Overlap.groups(poem);
    const entry = { poem, size: groups.size };
    for (const group of groups) {
      if (this.places.has(group)) this.places.get(group).push(entry);
      else this.places.set(group, [entry]);
    }
  }

  find(poem) {
    const groups = Overlap.groups(poem);
    const shared = new Map();
    for (const group of groups) {
      for (const entry of this.places.get(group) ?? []) shared.set(entry, (shared.get(entry) ?? 0) + 1);
    }
    for (const [entry, count] of shared) if (count >= 0.3 * Math.min(groups.size, entry.size)) return entry.poem;
    return undefined;
  }
}
