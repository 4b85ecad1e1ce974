// What the pages of pictures and sounds say.
Object.assign(words.en, {
  lead: {
    picture:
      'Pictures that nobody drew: a small network learned from “{data}”, and makes up new ones here on your device. ' +
        'Nothing is sent anywhere.',
    sound:
      'Sounds that nobody recorded: a small network learned from “{data}”, and makes up new ones here on your device. ' +
        'Nothing is sent anywhere.',
  },
  one: { picture: 'One picture', sound: 'One sound' },
  choices: 'What to make',
  another: 'Another',
  play: 'Play',
  save: { picture: 'Save PNG', sound: 'Save WAV' },
  seed: 'Number',
  seedHelp: {
    picture: 'The same number makes the same picture on every device.',
    sound: 'The same number makes the same sound on every device.',
  },
  variation: 'Variation',
  variationHelp: {
    picture: 'Less: more usual pictures, alike. More: stranger ones.',
    sound: 'Less: more usual sounds, alike. More: stranger ones.',
  },
  labels: 'Class',
  clusters: 'Group, found by the network itself',
  any: 'any',
  walk: 'From one to another',
  from: 'From number',
  to: 'to number',
  place: 'On the way',
  go: { picture: 'Play the way', sound: 'Play the way' },
  several: 'Several at once',
  severalHelp: { picture: 'Choose one to see it large.', sound: 'Choose one to hear it.' },
  others: 'Others',
  saveAll: 'Save all',
  caption: 'number {seed}',
  captionOf: 'number {seed} · {name}',
  seen: { picture: 'A picture made by the model: {caption}', sound: 'Waveform of a sound made by the model: {caption}' },
  between: {
    picture: 'A picture on the way from number {from} to number {to}',
    sound: 'Waveform of a sound on the way from number {from} to number {to}',
  },
});

Object.assign(words.zh, {
  lead: {
    picture: '这些图片不是人画的：一个小型神经网络学习了“{data}”，现在就在你的设备上生成新的图片。任何数据都不会发送出去。',
    sound: '这些声音不是录制的：一个小型神经网络学习了“{data}”，现在就在你的设备上生成新的声音。任何数据都不会发送出去。',
  },
  one: { picture: '一张图片', sound: '一个声音' },
  choices: '生成什么',
  another: '换一个',
  play: '播放',
  save: { picture: '保存 PNG', sound: '保存 WAV' },
  seed: '编号',
  seedHelp: { picture: '同一个编号在任何设备上都生成同一张图片。', sound: '同一个编号在任何设备上都生成同一个声音。' },
  variation: '变化程度',
  variationHelp: { picture: '调小：更常见，彼此更相似；调大：更奇特。', sound: '调小：更常见，彼此更相似；调大：更奇特。' },
  labels: '类别',
  clusters: '聚类（由模型自己发现）',
  any: '任意',
  walk: '从一个变到另一个',
  from: '起始编号',
  to: '终止编号',
  place: '途中位置',
  go: { picture: '播放变化过程', sound: '播放变化过程' },
  several: '一次多个',
  severalHelp: { picture: '点选一张即可放大查看。', sound: '点选一个即可播放。' },
  others: '换一批',
  saveAll: '全部保存',
  caption: '编号 {seed}',
  captionOf: '编号 {seed} · {name}',
  seen: { picture: '模型生成的图片：{caption}', sound: '模型生成的声音的波形：{caption}' },
  between: { picture: '从编号 {from} 变到编号 {to} 途中的图片', sound: '从编号 {from} 变到编号 {to} 途中的声音的波形' },
});
