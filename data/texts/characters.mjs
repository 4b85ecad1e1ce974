// How traditional characters become simplified ones where opencc alone is not enough.
// Every rule was made by looking at the lines of these poems that contain the character.

// Characters that opencc must leave alone are replaced by private-use characters and put back afterwards.
const KEPT = [...'乾徵藉於著沈覆祇祗袷拚'];
const PRIVATE = 0xe000;
const keep = character => String.fromCodePoint(PRIVATE + KEPT.indexOf(character));
export const restore = text => text.replace(/[\ue000-\ue0ff]/gu, c => KEPT[c.codePointAt(0) - PRIVATE]);

// Rules for the traditional text, applied before opencc: [pattern, replacement].
export const BEFORE = [
  // 乾: heaven and the first hexagram stay 乾; dry is 干.
  [/乾(?=[乾坤象符文元德封竺陀陽惕道綱維清行康晝])|(?<=[乘承竺連叩乾])乾(?![燥枯])/gu, keep('乾')],
  // 徵: a note of the scale stays 徵; to call up is 征.
  [/(?<=[宮清流變含])徵(?![君拜書兵詔賢入歌還明])|徵(?=[調羽]|乘宮)/gu, keep('徵')],
  // 於 stays in names.
  [/於(?=陵子|菟|期)|(?<=商)於/gu, keep('於')],
  // 著: to write and to be known stay 著; everything else is 着.
  [/著(?=[書論述撰史]|作|名山|生靈|姓名|者|詩集|谷名|遺文|千篇|養生|南華|藥方|潘年|讒書|國風|盛名|元和)/gu, keep('著')],
  [/(?<=聲名|名[早先偏久未既]|才名|功名|清詞|清猷|文章|政聲|令名|隆業|勳業)著(?=$|[，。])/gu, keep('著')],
  [/(?<=[千百]篇|何須|[空論舊撰編])著(?=[論書述]|思玄)|(?<=嘉句)著|(?<=昔)著(?=政聲)|(?<=道)著(?=標)/gu, keep('著')],
  [/(?<=曾)著(?=祀)|(?<=輪)著(?=所)/gu, keep('著')],
  // 沈: a family name stays 沈; to sink is 沉.
  [/沈(?=[郎約侯謝宋范鮑彬羲趙公黎錢]|尚書|東陽|隱侯|侍[郎中]|司戶|道士|佺期|家書|下賢|亞之|千運|補闕|秀才|處士|拾遺)/gu, keep('沈')],
  [/沈(?=大夫|著作|明府|員外|協律|少府)|(?<=[何范鮑])沈(?=$|[，。詩范])|(?<=陽姓)沈/gu, keep('沈')],
  // 藉: on grass, in disorder and to lean on: as it is.
  [/藉/gu, keep('藉')],
  // 覆: opencc finds words such as 重覆 across the word boundaries of a line; only 反覆 becomes 反复.
  [/反覆/gu, '反复'], [/覆/gu, keep('覆')],
  // 祇, 祗, 秪, 秖: gods and to honour stay; only is 只.
  [/(?<=[神黃地靈金明山百皇后])祇|祇(?=[園樹林陀洹役承奉候])/gu, keep('祇')],
  [/祗(?=[役承命奉候肅慄慎敬服召])/gu, keep('祗')],
  [/[祇祗秪秖]/gu, '只'],
  // 彫: carved is 雕; withered is 凋.
  [/彫(?=[屏弓戈胡盤梁飾斲琢金羽毛墻檐楹籠輪])|(?<=[假宇又])彫/gu, '雕'], [/彫/gu, '凋'],
  // 閤: a small gate or a chamber is 阁, never 合.
  [/閤/gu, '阁'],
  // Collating books is 雠; foes are 仇.
  [/[讎讐](?=[校書])|(?<=[校仇])[讎讐]/gu, '雠'], [/[讎讐]/gu, '仇'],
  // Plans are 划, paintings are 画.
  [/(?<=[計謀籌])畫/gu, '划'], [/畫/gu, '画'],
  // Words that opencc mistakes for others.
  [/六么/gu, '六幺'], [/閒關/gu, '间关'], [/鍊/gu, '炼'], [/鍾/gu, '钟'], [/袷/gu, keep('袷')], [/拚/gu, keep('拚')],
];

// Where 著 and 沈 stand otherwise: in verse they are mostly verbs, in titles mostly names.
export const IN_VERSE = [[/著/gu, '着'], [/沈/gu, '沉']];
export const IN_TITLES = [
  [/(?<=[醉初])著|著(?=緋)/gu, '着'], [/沈(?=[吟香醉])|(?<=[浮銷升陸])沈/gu, '沉'], [/著/gu, keep('著')], [/沈/gu, keep('沈')],
];

// Rules on the simplified text.
export const AFTER = [
  [/顦顇/gu, '憔悴'], [/髣髴/gu, '仿佛'], [/彷彿/gu, '仿佛'], [/迢遰/gu, '迢递'], [/苹/gu, '蘋'], [/㶉鶒/gu, '鸂鶒'], [/凤皇/gu, '凤凰'],
];

// Forms of one character: the rarer form, then the one in use today.
const FORMS = `
疎疏 劒剑 鴈雁 猨猿 慙惭 荅答 簷檐 鬬斗 櫂棹 徧遍 媿愧 斾旆 蘂蕊 嬾懒 堦阶 臯皋 褭袅 覩睹 珮佩 廻回 飜翻 髪发 煖暖 暎映 桮杯 歛敛 埽扫 𬬻炉 飖摇
妬妒 隣邻 檝楫 竝并 呌叫 遰递 顇悴 毬球 牋笺 巵卮 顦憔 䜩宴 罇樽 珪圭 燄焰 鼇鳌 羇羁 詶酬 逈迥 僊仙 鵶鸦 姪侄 鏁锁 嚬颦 隄堤 壻婿 缾瓶 緜绵 栢柏
棃梨 蹔暂 邨村 麤粗 牓榜 鸎莺 帬裙 碁棋 趂趁 醆盏 筯箸 粧妆 輙辄 藂丛 牕窗 筿筱 衞卫 毘毗 鲙脍 懃勤 懽欢 彊强 欵款 虵蛇 慇殷 椀碗 悮误 輭软 汚污
徴征 峩峨 蔕蒂 勅敕 飡餐 崄险 怱匆 穉稚 効效 犂犁 諠喧 搆构 袴裤 鼈鳖 蜺霓 嵒岩 畧略 襃褒 胷胸 揜掩 蕚萼 轝舆 廐厩 塲场 磵涧 筭算 椶棕 罏炉
盌碗 攲欹 窓窗 瓌瑰 遯遁 厓崖 嶤峣 賸剩 蘗檗 旛幡 鉏锄 皐皋 睠眷 敧欹 恡吝 雰氛 駮驳 湼涅 呪咒 隟隙 瑯琅 嵓岩 穽阱 蠭蜂 秔粳 匳奁 碪砧 霤溜 鷰燕
窻窗 翺翱 嗁啼 斵斫 羗羌 蟇蟆 餧喂 悤匆 臙胭 糵蘖 迺乃 覰觑 澁涩 鸜鸲 荳豆 䙰褷 謌歌 倂并 甎砖 鰕虾 韈袜 麄粗 駞驼 蜨蝶 顋腮 竚伫 斲斫 尅克
箆篦 塼砖 敍叙 讙欢 蹏蹄 韤袜 齩咬 菓果 陁陀 裀茵 箒帚 鄽廛 鳯凤 氊毡 麏麇 搥捶 葅菹 柟楠 燿耀 畊耕 橤蕊 麞獐 墖塔 甖罂 袵衽 帀匝 騣鬃 狥徇 茘荔
覊羁 笻筇 麕麇 徃往 廼乃 勑敕 埜野 躭耽 剏创 艣橹 齅嗅 鞵鞋 醻酬 騘骢 抝拗 顚颠 踈疏 斮斫 裌夹 犇奔 瑇玳 挍校 刼劫 婬淫 頟额 勦剿 逓递 鞾靴 擕携
樝楂 痺痹 磎溪 祕秘 幙幕 蕋蕊 躶裸 澂澄 朞期 嬝袅 駈驱 潄漱 箎篪 酧酬 蔲蔻 騐验 眎视 鶵雏 戞戛 熖焰 吚咿 阬坑 皷鼓 肎肯 啑唼 曁暨 寃冤 畮亩 尠鲜
敺驱 篴笛 脃脆 鵞鹅 耼聃 蘤花 邱丘 欝郁
`;

export const VARIANTS = new Map();
for (const pair of FORMS.trim().split(/\s+/u)) {
  const [from, to, ...rest] = [...pair];
  if (!to || rest.length) throw new Error(`not a pair: ${pair}`);
  if (from !== to) VARIANTS.set(from, to);
}

// Authors as readers know them.
export const AUTHORS = new Map(Object.entries({
  太宗皇帝: '李世民', 高宗皇帝: '李治', 中宗皇帝: '李显', 明皇帝: '李隆基', 肃宗皇帝: '李亨', 德宗皇帝: '李适', 文宗皇帝: '李昂',
  宣宗皇帝: '李忱', 则天皇后: '武则天', 徐贤妃: '徐惠', 杨贵妃: '杨玉环', 江妃: '江采萍', 花蕊夫人徐氏: '花蕊夫人', 上官昭容: '上官婉儿',
  后主煜: '李煜', 佚名: '无名氏', 不详: '无名氏', 刘眘虚: '刘昚虚', 太上隐君: '太上隐者', 耿𣲗: '耿湋', 太宗皇帝李世民: '李世民', 玄宗皇帝李隆基: '李隆基',
  章谒: '章碣',
}));
