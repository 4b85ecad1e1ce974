// What the pages of texts say.
Object.assign(words.en, {
  lead: "A small network read “{data}” and goes on writing by itself, here on your device. Nothing is sent anywhere.",
  one: "What it writes", choices: "How it writes",
  prompt: "How it begins", promptHelp: "Leave it empty, and it begins by itself. It writes more like what it learned from than like an answer.",
  message: "Say something", messageHelp: "It answers this one message; it remembers nothing of what was said before.",
  write: "Write", answer: "Answer", save: "Save .txt",
  temperature: "Daring", temperatureHelp: "Less: what is usual, 0 always the likeliest. More: stranger words.",
  most: "Length at most", mostHelp: "In tokens: short pieces of words. It sees the last {context} at once.",
  count: "Texts at once", seed: "Number", seedHelp: "The same number, beginning and choices write the same again. “Write” takes the next number where nothing was changed.",
  more: "More", topK: "Only so many of the likeliest tokens", topKHelp: "0 draws from all.", topP: "Only the likeliest that together make",
  foot: "number {seed} · text {take} · {tokens} tokens", footSpeed: "number {seed} · text {take} · {tokens} tokens · {speed} a second",
  copy: "Copy", copyOf: "Copy text {take}", copied: "Copied", notCopied: "This browser copies nothing here. The text is marked: copy it by its menu.",
  written: "Written: {count} texts.", stopped: "Stopped.", takeOf: "Text {take}",
});

Object.assign(words.zh, {
  lead: "一个小型神经网络读过“{data}”，现在就在你的设备上自己接着写。任何内容都不会发送出去。",
  one: "它写的文字", choices: "怎样写",
  prompt: "开头", promptHelp: "留空则由它自己开头。它写出的文字像它读过的内容，而不是在回答问题。",
  message: "说点什么", messageHelp: "它只回答这一条消息，不记得之前说过的话。",
  write: "写", answer: "回答", save: "保存 .txt",
  temperature: "大胆程度", temperatureHelp: "调小：用词更常见，0 则总取最可能的词；调大：更出人意料。",
  most: "最大长度", mostHelp: "以词元（字词片段）计。它一次能看到最近的 {context} 个词元。",
  count: "一次几篇", seed: "编号", seedHelp: "编号、开头和设置都相同，写出的文字就相同。若什么都没改，点“写”会用下一个编号。",
  more: "更多", topK: "只从最可能的几个词元中选", topKHelp: "0 表示从全部词元中选。", topP: "只从合计概率达到此值的词元中选",
  foot: "编号 {seed} · 第 {take} 篇 · {tokens} 个词元", footSpeed: "编号 {seed} · 第 {take} 篇 · {tokens} 个词元 · 每秒 {speed} 个",
  copy: "复制", copyOf: "复制第 {take} 篇", copied: "已复制", notCopied: "浏览器不允许在此复制。文字已选中，请用菜单复制。",
  written: "已写好 {count} 篇。", stopped: "已停止。", takeOf: "第 {take} 篇",
});

