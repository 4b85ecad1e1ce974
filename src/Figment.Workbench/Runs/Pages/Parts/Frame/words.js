// What the page says, in two languages, and where it says it. Each kind of page adds words of its own.
const facts = JSON.parse(document.getElementById('facts').textContent);
const thing = facts.kind;

const words = {
  en: {
    name: 'English',
    other: '中文',
    otherLanguage: 'zh',
    copies: {
      picture: 'Look before you share: many pictures of this model are near copies of what it learned from.',
      sound: 'Listen before you share: many sounds of this model are near copies of what it learned from.',
      text: 'Read before you share: this model writes more passages word by word from what it learned than chance explains.',
    },
    stop: 'Stop',
    starting: 'The model is being unpacked …',
    tooOld:
      'This browser is too old: it cannot unpack the model (DecompressionStream is missing). ' +
        'It takes Chrome or Edge 97, Firefox 113 or Safari 16.4, or later.',
    failed: 'The model did not start: {reason}. Try another browser, or a device with more memory.',
    about: 'About this file',
    aboutFile:
      'This one file holds the model and all that runs it. It works without a network, ' +
        'and its own policy forbids it to ask any address for anything.',
    aboutFigment: 'Made by Figment, which trains such models on an ordinary computer (MIT licence).',
    aboutRuntime: 'The network is computed by onnxruntime-web 1.30.0, under this licence:',
    factData: 'learned from',
    factPreset: 'kind of model',
    factStep: 'steps of training',
    factDistance: 'distance to what is real',
    factDistanceValue: '{times} times that of other real ones; 1 would be perfect',
    factCopied: { picture: 'near copies found', sound: 'near copies found', text: 'passages copied' },
    factLicense: 'licence of the model',
    factVersion: 'Figment',
    notStated: 'not stated; ask whoever sent you this file',
  },
  zh: {
    name: '中文',
    other: 'English',
    otherLanguage: 'en',
    copies: {
      picture: '分享前请先看一看：这个模型生成的许多图片与训练图片几乎相同。',
      sound: '分享前请先听一听：这个模型生成的许多声音与训练录音几乎相同。',
      text: '分享前请先读一读：这个模型逐字照抄训练文本的段落，多得不像是碰巧。',
    },
    stop: '停止',
    starting: '正在解压模型……',
    tooOld:
      '浏览器版本过旧，无法解压模型（缺少 DecompressionStream）。请使用 Chrome 97、Edge 97、Firefox 113、Safari 16.4 或更新的版本。',
    failed: '模型未能启动：{reason}。请换一个浏览器，或换一台内存更大的设备。',
    about: '关于这个文件',
    aboutFile: '模型和运行它所需的一切都在这一个文件里。它不需要联网，自带的安全策略也禁止它访问任何网址。',
    aboutFigment: '由 Figment 制作。Figment 在普通电脑上就能训练这样的模型（MIT 许可证）。',
    aboutRuntime: '网络由 onnxruntime-web 1.30.0 计算，其许可证如下：',
    factData: '训练数据',
    factPreset: '模型种类',
    factStep: '训练步数',
    factDistance: '与真实数据的距离',
    factDistanceValue: '是真实数据之间距离的 {times} 倍；1 为最佳',
    factCopied: { picture: '照抄率', sound: '照抄率', text: '照抄段落的比例' },
    factLicense: '模型许可证',
    factVersion: 'Figment',
    notStated: '未注明；请询问发给你这个文件的人',
  },
};

let language = (navigator.languages?.[0] ?? navigator.language ?? 'en').toLowerCase().startsWith('zh') ? 'zh' : 'en';

function say(key, values = {}) {
  const found = words[language][key],
    text = typeof found === 'string' ? found : found[thing];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? facts[name] ?? '');
}

const number = value => new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);

function sayAll() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll('[data-say]')) element.textContent = say(element.dataset.say);
  const toggle = document.getElementById('language'),
    warning = document.getElementById('copies');
  toggle.textContent = words[language].other;
  toggle.lang = words[language].otherLanguage;
  warning.hidden = !facts.areCopies;
  warning.textContent = say('copies');
  const told = [
    ['factData', facts.data],
    ['factPreset', facts.preset],
    ['factStep', facts.step && number(facts.step)],
    ['factDistance', facts.timesReal && say('factDistanceValue', { times: number(facts.timesReal) })],
    ['factCopied', facts.copied !== null && `${number(facts.copied * 100)}%`],
    ['factLicense', facts.license === 'not stated' ? say('notStated') : facts.license],
    ['factVersion', facts.figment],
  ];
  document
    .getElementById('facts-list')
    .replaceChildren(
      ...told
        .filter(([, value]) => value)
        .flatMap(([key, value]) => [
          Object.assign(document.createElement('dt'), { textContent: say(key) }),
          Object.assign(document.createElement('dd'), { textContent: value }),
        ]),
    );
}
