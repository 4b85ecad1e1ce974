// What the page says, in two languages, and where it says it.
const facts = JSON.parse(document.getElementById("facts").textContent);
const thing = facts.isSound ? "sound" : "picture";

const words = {
  en: {
    name: "English", other: "中文", otherLanguage: "zh",
    lead: { picture: "Pictures that nobody drew: a small network learned from “{data}”, and makes up new ones here on your device. Nothing is sent anywhere.", sound: "Sounds that nobody recorded: a small network learned from “{data}”, and makes up new ones here on your device. Nothing is sent anywhere." },
    copies: { picture: "Look before you share: many pictures of this model are near copies of what it learned from.", sound: "Listen before you share: many sounds of this model are near copies of what it learned from." },
    one: { picture: "One picture", sound: "One sound" },
    choices: "What to make", another: "Another", play: "Play", stop: "Stop",
    save: { picture: "Save PNG", sound: "Save WAV" },
    seed: "Number", seedHelp: { picture: "The same number makes the same picture on every device.", sound: "The same number makes the same sound on every device." },
    variation: "Variation", variationHelp: { picture: "Less: more usual pictures, alike. More: stranger ones.", sound: "Less: more usual sounds, alike. More: stranger ones." },
    labels: "Class", clusters: "Group, found by the network itself", any: "any",
    walk: "From one to another", from: "From number", to: "to number", place: "On the way",
    go: { picture: "Play the way", sound: "Play the way" },
    several: "Several at once", severalHelp: { picture: "Choose one to see it large.", sound: "Choose one to hear it." }, others: "Others",
    saveAll: "Save all",
    caption: "number {seed}", captionOf: "number {seed} · {name}",
    seen: { picture: "A picture made by the model: {caption}", sound: "Waveform of a sound made by the model: {caption}" },
    between: { picture: "A picture on the way from number {from} to number {to}", sound: "Waveform of a sound on the way from number {from} to number {to}" },
    starting: "The model is being unpacked …",
    tooOld: "This browser is too old: it cannot unpack the model (DecompressionStream is missing). It takes Chrome or Edge 97, Firefox 113 or Safari 16.4, or later.",
    failed: "The model did not start: {reason}. Try another browser, or a device with more memory.",
    about: "About this file",
    aboutFile: "This one file holds the model and all that runs it. It works without a network, and its own policy forbids it to ask any address for anything.",
    aboutFigment: "Made by Figment, which trains such models on an ordinary computer (MIT licence).",
    aboutRuntime: "The network is computed by onnxruntime-web 1.30.0, under this licence:",
    factData: "learned from", factPreset: "kind of model", factStep: "steps of training", factDistance: "distance to what is real", factDistanceValue: "{times} times that of other real ones; 1 would be perfect",
    factCopied: "near copies found", factLicense: "licence of the model", factVersion: "Figment",
    notStated: "not stated; ask whoever sent you this file",
  },
  zh: {
    name: "中文", other: "English", otherLanguage: "en",
    lead: { picture: "这些图片不是人画的：一个小型神经网络学习了“{data}”，现在就在你的设备上生成新的图片。任何数据都不会发送出去。", sound: "这些声音不是录制的：一个小型神经网络学习了“{data}”，现在就在你的设备上生成新的声音。任何数据都不会发送出去。" },
    copies: { picture: "分享前请先看一看：该模型生成的许多图片与训练图片几乎相同。", sound: "分享前请先听一听：该模型生成的许多声音与训练录音几乎相同。" },
    one: { picture: "一张图片", sound: "一个声音" },
    choices: "生成什么", another: "换一个", play: "播放", stop: "停止",
    save: { picture: "保存 PNG", sound: "保存 WAV" },
    seed: "编号", seedHelp: { picture: "同一个编号在任何设备上都生成同一张图片。", sound: "同一个编号在任何设备上都生成同一个声音。" },
    variation: "变化程度", variationHelp: { picture: "调小：更常见、彼此更相似；调大：更奇特。", sound: "调小：更常见、彼此更相似；调大：更奇特。" },
    labels: "类别", clusters: "分组（由网络自己发现）", any: "任意",
    walk: "从一个变到另一个", from: "起始编号", to: "终止编号", place: "途中位置",
    go: { picture: "播放变化过程", sound: "播放变化过程" },
    several: "一次多个", severalHelp: { picture: "点选一张即可放大查看。", sound: "点选一个即可播放。" }, others: "换一批",
    saveAll: "全部保存",
    caption: "编号 {seed}", captionOf: "编号 {seed} · {name}",
    seen: { picture: "模型生成的图片：{caption}", sound: "模型生成的声音的波形：{caption}" },
    between: { picture: "从编号 {from} 变到编号 {to} 途中的图片", sound: "从编号 {from} 变到编号 {to} 途中的声音的波形" },
    starting: "正在解压模型……",
    tooOld: "浏览器版本过旧，无法解压模型（缺少 DecompressionStream）。Chrome 和 Edge 需 97 以上，Firefox 需 113 以上，Safari 需 16.4 以上。",
    failed: "模型未能启动：{reason}。请换一个浏览器，或换一台内存更大的设备。",
    about: "关于此文件",
    aboutFile: "模型以及运行它所需的一切都在这一个文件里。它无需联网，其自身的安全策略也禁止访问任何网址。",
    aboutFigment: "由 Figment 制作；Figment 可以在普通电脑上训练这样的模型（MIT 许可证）。",
    aboutRuntime: "网络由 onnxruntime-web 1.30.0 计算，其许可证如下：",
    factData: "训练数据", factPreset: "模型种类", factStep: "训练步数", factDistance: "与真实数据的距离", factDistanceValue: "是真实数据之间距离的 {times} 倍；1 为最佳",
    factCopied: "近似复制的比例", factLicense: "模型许可证", factVersion: "Figment",
    notStated: "未注明；请询问发送此文件的人",
  },
};

let language = (navigator.languages?.[0] ?? navigator.language ?? "en").toLowerCase().startsWith("zh") ? "zh" : "en";

function say(key, values = {}) {
  const found = words[language][key], text = typeof found === "string" ? found : found[thing];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? facts[name] ?? "");
}

const number = value => new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);

function sayAll() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  const toggle = document.getElementById("language"), warning = document.getElementById("copies");
  toggle.textContent = words[language].other;
  toggle.lang = words[language].otherLanguage;
  warning.hidden = !facts.areCopies;
  warning.textContent = say("copies");
  const told = [
    ["factData", facts.data], ["factPreset", facts.preset], ["factStep", facts.step && number(facts.step)],
    ["factDistance", facts.timesReal && say("factDistanceValue", { times: number(facts.timesReal) })],
    ["factCopied", facts.copied !== null && `${number(facts.copied * 100)}%`],
    ["factLicense", facts.license === "not stated" ? say("notStated") : facts.license], ["factVersion", facts.figment],
  ];
  document.getElementById("facts-list").replaceChildren(...told.filter(([, value]) => value).flatMap(([key, value]) =>
    [Object.assign(document.createElement("dt"), { textContent: say(key) }), Object.assign(document.createElement("dd"), { textContent: value })]));
}

