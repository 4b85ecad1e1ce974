namespace Figment.Studio.Words;

/// <summary>Every fixed text of the pages, but for the lesson's.</summary>
internal static class Ui
{
    // --- The frame.
    internal static Text Learn { get; } = new("Learn", "学习");
    internal static Text Train { get; } = new("Train", "训练");
    internal static Text Explore { get; } = new("Explore", "探索");
    internal static Text Runs { get; } = new("Runs", "运行记录");
    internal static Text Glossary { get; } = new("Glossary", "术语表");
    internal static Text Skip { get; } = new("Skip to the content", "跳到正文");
    internal static Text MainNavigation { get; } = new("Main", "主导航");
    internal static Text Language { get; } = new("Language", "语言");
    internal static Text Theme { get; } = new("Appearance", "外观");
    internal static Text ThemeSystem { get; } = new("As the system", "跟随系统");
    internal static Text ThemeLight { get; } = new("Light", "浅色");
    internal static Text ThemeDark { get; } = new("Dark", "深色");
    internal static Text NotFound { get; } = new("There is no such page.", "没有这个页面。");
    internal static Text GoHome { get; } = new("To the first page", "回到首页");
    internal static Text Yes { get; } = new("yes", "是");
    internal static Text No { get; } = new("no", "否");

    // --- Who may come in.
    internal static Text TokenTitle { get; } = new("Figment studio", "Figment 工作台");
    internal static Text TokenMissing { get; } = new(
        "The studio answers only to those who know its token.",
        "只有知道令牌的人才能使用工作台。");
    internal static Text TokenWrong { get; } = new(
        "That is not the token of this studio. It gets a new one each time it is started.",
        "这不是当前工作台的令牌。工作台每次启动都会换一个新的令牌。");
    internal static Text TokenWhere { get; } = new(
        "The address with the token stands in the terminal where 'figment studio' was started: it ends in /?token=… Open that address, or enter here what follows token=.",
        "带令牌的地址显示在启动 figment studio 的终端里，以 /?token=… 结尾。请打开那个地址，或在这里输入 token= 后面的内容。");
    internal static Text TokenField { get; } = new("Token", "令牌");
    internal static Text TokenEnter { get; } = new("Enter", "进入");
    internal static Text TokenWhy { get; } = new(
        "Without it, other users of this machine could use the studio as you. If the studio was started anew, this page goes on by itself as soon as you have come in once.",
        "没有令牌的话，这台电脑上的其他用户就能以你的身份使用工作台。如果工作台刚刚重新启动过，只要你重新进入一次，这个页面就会自动继续。");
    internal static Text Refused { get; } = new("Figment does not answer this", "Figment 拒绝了这个请求");
    internal static Text OtherName { get; } = new(
        "The studio does not answer to this name. On its own machine open it as http://localhost or http://127.0.0.1; whoever starts it can allow other names: --allow-host NAME.",
        "工作台不响应这个名称。在本机请用 http://localhost 或 http://127.0.0.1 打开；启动工作台的人可以允许其他名称：--allow-host 名称。");
    internal static Text FromElsewhere { get; } = new(
        "A page from elsewhere may not use the studio. If it is the studio's own page behind a proxy, start the studio with --trust-proxy ADDRESS, the proxy's.",
        "来自其他网站的页面不能使用工作台。如果这是反向代理后面的工作台页面，启动时请加 --trust-proxy 代理地址。");

    // --- What nobody foresaw.
    internal static Text FaultTitle { get; } = new("This failed", "出错了");
    internal static TextTemplate FaultWords { get; } = new(
        "Figment did not foresee this. The terminal where the studio was started says the reason, under the reference {reference}.",
        "Figment 没有预料到这个错误。启动工作台的终端里写有原因，编号为 {reference}。");
    internal static Text FaultAgain { get; } = new("Try again", "重试");
    internal static Text FaultOfPage { get; } = new(
        "This page has failed. The terminal where the studio was started says why.",
        "这个页面出错了，原因写在启动工作台的终端里。");
    internal static Text FaultReload { get; } = new("Load it again", "重新加载");
    internal static TextTemplate LinesDamaged { get; } = new(
        "What this run recorded is damaged, so the rest of it is shown: {why}",
        "这次训练的记录有损坏，以下只显示其余部分：{why}");

    internal static TextTemplate LibrarySays { get; } = new("{message}", "出错了，原文如下：{message}");

    // --- Home.
    internal static Text Welcome { get; } = new("Build a model that makes images", "亲手做一个会画图的模型");
    internal static Text WelcomeLead { get; } = new(
        "This is [[generative-ai]] on a small scale: Figment [[training|trains]] [[model|models]] on this machine and shows what they learn while they learn it. Nothing is sent anywhere.",
        "这是小规模的[[generative-ai]]：Figment 在这台电脑上[[training]][[model]]，并把学习过程展示给你看。任何数据都不会发送到别处。");
    internal static Text HomeLearn { get; } = new("Six short steps from handwritten digits to a model that writes its own. No knowledge needed.", "六个小步骤，从手写数字到一个会自己写数字的模型。不需要任何基础。");
    internal static Text HomeTrain { get; } = new("Choose data and a recipe, press start, watch the pictures grow.", "选择数据和配方，按下开始，看着图片一点点成形。");
    internal static Text HomeExplore { get; } = new("Make images with a trained model, walk from one to another, find what it learned from.", "用训练好的模型生成图片，从一张走到另一张，看看它学自哪里。");
    internal static Text HomeRuns { get; } = new("Everything trained so far, side by side.", "迄今为止的全部训练，可并排比较。");

    // --- The training, wherever it is watched.
    internal static Text Start { get; } = new("Start training", "开始训练");
    internal static Text Pause { get; } = new("Pause", "暂停");
    internal static Text Continue { get; } = new("Continue", "继续");
    internal static Text Stop { get; } = new("Stop and save", "停止并保存");
    internal static Text TrainAnother { get; } = new("Train another", "再训练一个");
    internal static Text Resume { get; } = new("Go on with this run", "继续训练这个模型");
    internal static Text ResumeIt { get; } = new("Go on", "继续训练");
    internal static Text ResumeHelp { get; } = new("It goes on from its last checkpoint, as if it had never been interrupted.", "从最近的检查点继续，就像从未中断过一样。");
    internal static TextTemplate StepsSoFar { get; } = new("{done} of {total} steps are done.", "已完成 {done} 步，共 {total} 步。");
    internal static TextTemplate MinutesSoFar { get; } = new("{done} of {total} minutes are done.", "已训练 {done} 分钟，共 {total} 分钟。");
    internal static Text StepsInAll { get; } = new("Steps in all", "总步数");
    internal static Text MinutesInAll { get; } = new("Minutes in all", "总分钟数");
    internal static Text OnNotFinite { get; } = new("When numbers run away", "数值失控时");
    internal static Text OnNotFiniteStop { get; } = new("stop and say why", "停止并说明原因");
    internal static Text OnNotFiniteRollback { get; } = new("go back and on, more slowly", "退回并放慢继续");
    internal static Text OnNotFiniteHelp { get; } = new(
        "A loss or a weight that is no longer a number ruins all that follows. Going back means: to the last checkpoint, and on with half the learning rate, three times at most.",
        "损失或权重一旦不再是数字，之后的一切都会作废。退回是指：回到最近的检查点，把学习率减半后继续，最多三次。");
    internal static TextTemplate WentBack { get; } = new(
        "At step {from} numbers ran away ({what}). It went back to step {to} and goes on with {rate} of its learning rate.",
        "在第 {from} 步数值失控（{what}）。训练已退回第 {to} 步，并以原学习率的 {rate} 继续。");
    internal static Text Preparing { get; } = new("Preparing …", "正在准备……");
    internal static Text IsTraining { get; } = new("Training", "训练中");
    internal static Text IsPaused { get; } = new("Paused", "已暂停");
    internal static Text IsStopping { get; } = new("Stopping …", "正在停止……");
    internal static Text IsDone { get; } = new("Done and saved", "已完成并保存");
    internal static Text HasFailed { get; } = new("Ended with an error", "因错误结束");
    internal static TextTemplate Downloading { get; } = new("Loading the data: {done}", "正在载入数据：{done}");
    internal static TextTemplate OfData { get; } = new("{preset} on {data}", "{preset}，数据 {data}");
    internal static Text Step { get; } = new("step", "步");
    internal static Text StepsDone { get; } = new("Steps", "步数");
    internal static Text Throughput { get; } = new("Steps a second", "每秒步数");
    internal static Text ImagesSeen { get; } = new("Images seen", "已看图片");
    internal static Text TimeLeft { get; } = new("Time left", "剩余时间");
    internal static Text TimeSpent { get; } = new("Time", "用时");
    internal static Text Samples { get; } = new("What it makes", "它现在生成的图片");
    internal static TextTemplate SamplesAlt { get; } = new("Samples at step {step}: {count} generated images", "第 {step} 步的样本：{count} 张生成图片");
    internal static Text SamplesYet { get; } = new("The first picture comes at once.", "第一张图片马上就来。");
    internal static TextTemplate History { get; } = new("How the pictures grew: step {step}", "图片的变化：第 {step} 步");
    internal static Text Latest { get; } = new("Latest", "最新");
    internal static Text Curves { get; } = new("Curves", "曲线");
    internal static Text LossPanel { get; } = new("[[loss|Losses]]. In a [[gan]] two networks pull against each other: level curves are normal, and low ones do not mean good pictures.", "[[loss]]。在 [[gan]] 中两个网络互相对抗：曲线平稳是正常的，损失低也不代表图片好。");
    internal static Text AccuracyPanel { get; } = new("How often the [[discriminator]] is right: its [[accuracy]].", "[[discriminator]]判断正确的比例，即[[accuracy]]。");
    internal static Text CurveDistance { get; } = new("Fréchet distance", "Fréchet 距离");
    internal static Text CurveDLoss { get; } = new("discriminator (d_loss)", "判别器（d_loss）");
    internal static Text CurveGLoss { get; } = new("generator (g_loss)", "生成器（g_loss）");
    internal static Text CurveDReal { get; } = new("of real images (d_accuracy_real)", "真实图片（d_accuracy_real）");
    internal static Text CurveDFake { get; } = new("of generated ones (d_accuracy_fake)", "生成图片（d_accuracy_fake）");
    internal static Text CurveCoverage { get; } = new("coverage", "覆盖率");
    internal static Text CurveEntropy { get; } = new("class entropy", "类别熵");
    internal static Text DistancePanel { get; } = new("How far the [[sample|samples]] are from real images ([[frechet-distance]]); lower is better.", "[[sample]]与真实图片的距离（[[frechet-distance]]），越低越好。");
    internal static Text SamplesPanel { get; } = new("[[diversity|Diversity]] of the samples, by [[coverage]] and [[class-entropy]]; higher is better.", "样本的[[diversity]]，用[[coverage]]和[[class-entropy]]衡量，越高越好。");
    internal static Text Histogram { get; } = new("Kinds of images", "图片的种类");
    internal static TextTemplate HistogramLead { get; } = new("How often each [[class]] appears among {count} [[sample|samples]], as a [[classifier]] sees it; the mark shows the real images' share.", "[[classifier]]看到的 {count} 张[[sample]]中每一[[class|类]]出现的比例；刻度表示真实图片中的比例。");
    internal static Text HistogramYet { get; } = new("The samples are looked at for the first time after some hundred steps.", "训练几百步之后会第一次检查样本。");
    internal static Text Class { get; } = new("Class", "类别");
    internal static Text Share { get; } = new("Share", "占比");
    internal static Text RealShare { get; } = new("Real", "真实");
    internal static Text Diagnosis { get; } = new("In words", "诊断");
    internal static Text NothingWrong { get; } = new("Nothing wrong was noticed so far, neither [[mode-collapse]] nor [[overfitting]] nor anything else that Figment looks for.", "目前没有发现问题：没有[[mode-collapse]]，没有[[overfitting]]，也没有 Figment 会检查的其他问题。");
    internal static TextTemplate AtStep { get; } = new("step {step}", "第 {step} 步");
    internal static Text Means { get; } = new("What it means", "含义");
    internal static Text Try { get; } = new("What to try", "建议");
    internal static Text ExploreIt { get; } = new("Make images with it", "用它生成图片");
    internal static Text SeeRun { get; } = new("See the run", "查看运行记录");
    internal static Text Busy { get; } = new("A training is under way. It goes on whether or not a page shows it.", "正在训练中。无论是否有页面打开，它都会继续。");
    internal static Text OneAtATime { get; } = new("A training is under way. Stop it first, or wait for its end.", "已有训练正在进行。请先停止它，或等它结束。");
    internal static Text Watch { get; } = new("Watch it", "去看看");

    // --- The form.
    internal static Text Data { get; } = new("Data", "数据");
    internal static Text DataHelp { get; } = new("A folder of pictures, whose subfolders are [[class|classes]]; a ZIP archive of one; a NumPy array; an IDX file.", "图片文件夹（子文件夹即[[class]]）、它的 ZIP 压缩包、NumPy 数组或 IDX 文件。");
    internal static Text DataMnist { get; } = new("MNIST: handwritten digits", "MNIST：手写数字");
    internal static Text DataFashion { get; } = new("Fashion-MNIST: clothes", "Fashion-MNIST：衣物");
    internal static Text DataCifar { get; } = new("CIFAR-10: small photos in colour", "CIFAR-10：彩色小照片");
    internal static Text DataOwn { get; } = new("A folder or file of your own", "自己的文件夹或文件");
    internal static Text DataPath { get; } = new("Its path on this machine", "它在这台电脑上的路径");
    internal static Text PictureSize { get; } = new("Size of the images", "图片尺寸");
    internal static TextTemplate PictureSizeHelp { get; } = new(
        "Width and height that pictures are brought to, {least} to {most} pixels. Empty: as they are where they have one size already, of at most 128; else 64, 32 or 28.",
        "把图片统一成的宽和高，{least} 到 {most} 像素。留空：尺寸已经统一且不超过 128 就保持不变，否则取 64、32 或 28。");
    internal static Text PictureFit { get; } = new("Pictures of another shape are", "形状不同的图片");
    internal static Text PictureFitHelp { get; } = new("How a picture that is no square of that size becomes one.", "不是该尺寸正方形的图片怎样变成正方形。");
    internal static Text FitCrop { get; } = new("cut: their middle stays", "裁剪：保留中间");
    internal static Text FitPad { get; } = new("padded with the background", "补背景色边");
    internal static Text FitStretch { get; } = new("stretched", "拉伸");
    internal static Text PictureBackground { get; } = new("Transparent pictures stand on", "透明图片的背景");
    internal static Text PictureBackgroundHelp { get; } = new("A drawing of the same colour would not be seen on it.", "与背景同色的内容会看不见。");
    internal static Text BackgroundWhite { get; } = new("white", "白色");
    internal static Text BackgroundGrey { get; } = new("grey", "灰色");
    internal static Text BackgroundBlack { get; } = new("black", "黑色");
    internal static Text SkipBroken { get; } = new("Leave out pictures that cannot be read, instead of ending", "跳过无法读取的图片，而不是中止");
    internal static Text LookFirst { get; } = new("Look at the data first", "先看看数据");
    internal static Text Looking { get; } = new("Looking …", "正在查看……");
    internal static TextTemplate LookingAt { get; } = new("Looking … {done} of {total}", "正在查看……{done} / {total}");
    internal static Text LookTitle { get; } = new("What is in the data", "数据里有什么");
    internal static Text LookAlt { get; } = new("As training would see them", "训练时看到的样子");
    internal static TextTemplate WouldLearn { get; } = new("Training would learn from {count} images of {size} {colours}, without classes.", "训练将使用 {count} 张{colours}图片，尺寸 {size}，不分类别。");
    internal static TextTemplate WouldLearnByClass { get; } = new("Training would learn from {count} images of {size} {colours}, in {classes} classes.", "训练将使用 {count} 张{colours}图片，尺寸 {size}，共 {classes} 个类别。");
    internal static TextTemplate WouldRefuse { get; } = new("Training would refuse it: {why}", "训练会拒绝它：{why}");
    internal static Text InGrey { get; } = new("in grey", "灰度");
    internal static Text InColour { get; } = new("in colour", "彩色");
    internal static TextTemplate FilesRead { get; } = new("{files} picture files, {usable} of which can be read ({grey} grey, {colour} in colour).", "{files} 个图片文件，其中 {usable} 个可以读取（灰度 {grey}，彩色 {colour}）。");
    internal static TextTemplate SizesFound { get; } = new("Sizes: {list}.", "尺寸：{list}。");
    internal static TextTemplate BrokenFound { get; } = new("{count} cannot be read: {list}.", "{count} 个无法读取：{list}。");
    internal static TextTemplate DuplicatesFound { get; } = new("The same pixels more than once: {list}.", "像素完全相同：{list}。");
    internal static TextTemplate NearDuplicatesFound { get; } = new("Nearly the same: {list}.", "几乎相同：{list}。");
    internal static TextTemplate ClassesFound { get; } = new("Classes: {list}.", "类别：{list}。");
    internal static TextTemplate AndMore { get; } = new("{list} and {count} more", "{list} 等，另有 {count} 个");
    internal static Text UnbalancedFound { get; } = new(
        "The classes are far from balanced: the rare ones will be learned badly. Add pictures to them, or set \"Learn by class\" to no.",
        "各类别数量相差很大：稀少的类别会学得很差。请补充图片，或把“按类别学习”设为“否”。");
    internal static TextTemplate FewFound { get; } = new(
        "{count} images are few. A discriminator learns them by heart; for a GAN the augmentations among the recipe's options work against that.",
        "{count} 张图片偏少，判别器会把它们背下来；训练 GAN 时，配方选项里的数据增强可以缓解。");
    internal static Text Preset { get; } = new("Recipe", "配方");
    internal static Text Length { get; } = new("How long", "训练多久");
    internal static Text LengthHelp { get; } = new("A [[step]] is one [[batch]]; an [[epoch]] is every image once, of MNIST 469 steps of 128.", "一[[step]]看一[[batch]]图片；所有图片都看一遍叫一[[epoch]]，MNIST 每步 128 张时是 469 步。");
    internal static Text Minutes { get; } = new("minutes", "分钟");
    internal static Text Steps { get; } = new("steps", "步");
    internal static Text LengthUnit { get; } = new("Measured in", "单位");
    internal static Text Batch { get; } = new("Images per step", "每步图片数");
    internal static Text BatchHelp { get; } = new("The size of the [[batch]]. More make each [[step]] steadier and slower; 32 to 256 is usual.", "即[[batch]]的大小。越多，每一[[step]]越稳定也越慢。通常取 32 到 256。");
    internal static Text Seed { get; } = new("Seed", "随机种子");
    internal static Text SeedHelp { get; } = new("Decides every random number: the same [[seed]] gives the same run again.", "决定所有随机数：相同的[[seed]]会得到完全相同的训练。");
    internal static Text Flip { get; } = new("Mirror images", "左右翻转图片");
    internal static Text FlipHelp { get; } = new("Half of them, at random, each time anew. For photos and clothes; never for digits or letters.", "每次随机翻转一半图片。适合照片和衣物；不要用于数字或文字。");
    internal static Text Shift { get; } = new("Move images by up to", "随机平移（像素）");
    internal static Text ShiftHelp { get; } = new("Pixels, at random, each time anew. An eighth of the image is usual; 0 is not at all.", "每次随机平移，最多这么多像素。通常取图片边长的八分之一；0 表示不平移。");
    internal static Text ModelOptions { get; } = new("Options of the recipe", "配方的选项");
    internal static Text ModelOptionsLead { get; } = new("All may stay as they are.", "可以全部保持默认。");
    internal static TextTemplate Default { get; } = new("Default: {value}.", "默认：{value}。");
    internal static TextTemplate RangeOf { get; } = new("{least} to {most}.", "{least} 到 {most}。");
    internal static Text Automatic { get; } = new("as the data has it", "由数据决定");
    internal static Text NotWhole { get; } = new("This needs a whole number.", "这里需要一个整数。");
    internal static Text NotNumber { get; } = new("This needs a number, with a point before its decimals.", "这里需要一个数字，小数点用“.”。");
    internal static TextTemplate OutOfRange { get; } = new("This must be between {least} and {most}.", "取值必须在 {least} 到 {most} 之间。");
    internal static Text PathMissing { get; } = new("Give the path of a folder of pictures, or of a file.", "请填写图片文件夹或文件的路径。");
    internal static Text Mend { get; } = new("Some values need to be changed first; they are marked below.", "有些数值需要先修改，已在下方标出。");

    // --- Explore.
    internal static Text ExploreLead { get; } = new("Make images with a [[model]] that was trained. The same [[seed]] makes the same images.", "用训练好的[[model]]生成图片。相同的[[seed]]生成相同的图片。");
    internal static Text LoadingModel { get; } = new("Loading the model …", "正在载入模型……");
    internal static Text NoRuns { get; } = new("There is no trained model yet.", "还没有训练好的模型。");
    internal static Text Model { get; } = new("Model", "模型");
    internal static Text HowMany { get; } = new("How many", "数量");
    internal static Text AnyClass { get; } = new("all", "全部");
    internal static Text Truncation { get; } = new("Truncation", "截断");
    internal static Text TruncationHelp { get; } = new("[[truncation|below 1]] the images become more typical and more alike.", "[[truncation|小于 1]] 时，图片更典型，也更相像。");
    internal static Text AnotherSeed { get; } = new("Other images", "换一批");
    internal static Text Images { get; } = new("Images", "图片");
    internal static TextTemplate ImagesAlt { get; } = new("{count} images made by {run} from seed {seed}", "{run} 用种子 {seed} 生成的 {count} 张图片");
    internal static Text DownloadPng { get; } = new("Download as PNG", "下载 PNG");
    internal static Text DownloadOne { get; } = new("Download this image", "下载这张图片");
    internal static Text DownloadNumbers { get; } = new("Download the numbers (.npy)", "下载数值（.npy）");
    internal static Text DownloadGif { get; } = new("Download the animation", "下载动画");
    internal static Text InApplication { get; } = new("In your application", "用在你自己的程序里");
    internal static Text InApplicationLead { get; } = new("As an ONNX file the model works in other programs, without Figment: ONNX Runtime makes its images from C#, Python, C++ or JavaScript.", "导出为 ONNX 文件后，模型离开 Figment 也能用：在 C#、Python、C++ 或 JavaScript 里，由 ONNX Runtime 生成图片。");
    internal static Text DownloadOnnx { get; } = new("Download as ONNX", "下载 ONNX 文件");
    internal static Text CompareOnnx { get; } = new("Compare the file with the model", "把文件与模型比较");
    internal static Text ComparingOnnx { get; } = new("Both make images of the same latents …", "两者正在用相同的潜变量生成图片……");
    internal static TextTemplate OnnxCompared { get; } = new("ONNX Runtime and Figment have made images of the same latents: the largest difference of a value in [0, 1] is {difference}.", "ONNX Runtime 和 Figment 用相同的潜变量各生成了图片：取值在 [0, 1] 之间，最大相差 {difference}。");
    internal static Text Walk { get; } = new("From one image to another", "从一张图片走到另一张");
    internal static Text WalkLead { get; } = new("Between two [[latent|latents]] lie others, and each of them is an image too.", "两个[[latent|潜变量]]之间还有别的潜变量，每一个也都是一张图片。");
    internal static Text From { get; } = new("From image", "起点图片");
    internal static Text To { get; } = new("To image", "终点图片");
    internal static TextTemplate WalkAlt { get; } = new("Ten images from image {from} to image {to}", "从第 {from} 张到第 {to} 张的十张图片");
    internal static Text WalkGifAlt { get; } = new("The same walk as an animation, there and back", "同一路径的动画，往返循环");
    internal static Text Nearest { get; } = new("Is it a copy?", "它是复制的吗？");
    internal static Text NearestLead { get; } = new("Left an image of the model, right the training image that is nearest to it, pixel by pixel. Are they the same, it is [[memorisation]].", "左边是模型生成的图片，右边是逐像素比较时离它最近的训练图片。如果两者一样，就是[[memorisation]]。");
    internal static TextTemplate DataGone { get; } = new("Its data, {data}, is no longer there, so there is nothing to compare with.", "它的数据 {data} 已经不在原处，无法比较。");
    internal static TextTemplate NearestAlt { get; } = new("Image {index} and the training image nearest to it", "第 {index} 张图片与离它最近的训练图片");
    internal static Text ImageNumber { get; } = new("Image number", "图片编号");
    internal static Text Map { get; } = new("The latent map", "潜变量地图");
    internal static Text MapLead { get; } = new("This [[vae|autoencoder]] has two [[latent]] numbers, so all that it can make is a map. Drag across it, or use the two sliders.", "这个[[vae|自编码器]]只有两个[[latent|潜变量]]，所以它能画的一切就是一张地图。在上面拖动，或使用两个滑块。");
    internal static Text MapAlt { get; } = new("Map of all that the model makes, 15 by 15 images", "模型所能生成的一切：15 × 15 张图片的地图");
    internal static TextTemplate PointAlt { get; } = new("The image at latent ({x}, {y})", "潜变量 ({x}, {y}) 处的图片");
    internal static Text Horizontal { get; } = new("First latent", "第一个潜变量");
    internal static Text Vertical { get; } = new("Second latent", "第二个潜变量");

    // --- Runs.
    internal static TextTemplate RunsLead { get; } = new("Everything trained into {folder}, also from the command line. Mark two or more to compare them.", "{folder} 中的全部训练，包括命令行启动的。勾选两个或更多即可比较。");
    internal static TextTemplate RunsNotShown { get; } = new(
        "Not shown, since their names hold what cannot be seen: {names}. Give these folders other names.", "未显示（文件夹名称中含有不可见字符）：{names}。请给这些文件夹换个名称。");

    internal static Text Compare { get; } = new("Compare the marked ones", "比较所选");
    internal static Text CompareTitle { get; } = new("Compare runs", "比较运行记录");
    internal static Text CompareNone { get; } = new("Mark at least two runs on the page of runs.", "请先在运行记录页勾选至少两个。");
    internal static TextTemplate Mark { get; } = new("Mark {run}", "勾选 {run}");
    internal static Text Rename { get; } = new("Rename", "重命名");
    internal static Text NewName { get; } = new("New name", "新名称");
    internal static Text Save { get; } = new("Save", "保存");
    internal static Text Cancel { get; } = new("Cancel", "取消");
    internal static Text Delete { get; } = new("Delete", "删除");
    internal static TextTemplate DeleteAsk { get; } = new("Delete {run} with its pictures and weights? This cannot be undone.", "要删除 {run} 及其图片和权重吗？此操作无法撤销。");
    internal static Text DeleteYes { get; } = new("Delete it", "确认删除");
    internal static TextTemplate BadName { get; } = new("'{name}' cannot be the name of a folder. Use letters, digits, spaces, dots and dashes, not too many.", "“{name}”不能作为文件夹名称。请用文字、数字、空格、点和短横线，并且不要太长。");
    internal static TextTemplate TakenName { get; } = new("There is something named '{name}' already. Choose another name.", "已经有名为“{name}”的东西，请换一个名称。");
    internal static TextTemplate CannotChange { get; } = new("'{name}' cannot be changed: {why}", "无法更改“{name}”：{why}");
    internal static TextTemplate HeldElsewhere { get; } = new(
        "'{name}' is being trained at this moment, for instance in a terminal. Wait for its end, or stop it there. Nothing was changed.",
        "“{name}”正在训练中（例如在某个终端里）。请等它结束，或先在那里停止它。没有做任何改动。");
    internal static Text InTraining { get; } = new("It is being trained now.", "它正在训练。");
    internal static Text Report { get; } = new("Open the report", "打开报告");
    internal static Text BestDistance { get; } = new("Best [[frechet-distance]]", "最佳 [[frechet-distance]]");
    internal static Text LastCoverage { get; } = new("[[coverage|Coverage]], last", "最后的[[coverage]]");
    internal static Text Differences { get; } = new("Options that differ", "不同的选项");
    internal static Text NoDifferences { get; } = new("They differ in nothing but their random course.", "选项完全相同。");
    internal static Text Option { get; } = new("Option", "选项");
    internal static Text Metrics { get; } = new("Figures", "数值");
    internal static Text NoPicture { get; } = new("no picture yet", "还没有图片");
    internal static Text NoRun { get; } = new("There is no run of that name.", "没有这个名称的运行记录。");
    internal static Text AllRuns { get; } = new("All runs", "全部运行记录");

    // --- The lesson and the glossary.
    internal static Text LessonTitle { get; } = new("From digits to a model that writes them", "从数字到会写数字的模型");
    internal static TextTemplate StepOf { get; } = new("Step {number} of {count}", "第 {number} 步，共 {count} 步");
    internal static Text Steps6 { get; } = new("Steps of the lesson", "课程步骤");
    internal static Text Previous { get; } = new("Back", "上一步");
    internal static Text Next { get; } = new("Next", "下一步");
    internal static Text Here { get; } = new("Here and now", "现在动手");
    internal static Text TryThis { get; } = new("Try this", "试一试");
    internal static Text GlossaryLead { get; } = new("Every technical word that the studio uses, in plain words.", "用大白话解释工作台里的每一个术语。");
    internal static Text ShowClass { get; } = new("Show", "显示");
    internal static TextTemplate PageNumber { get; } = new("Page {page}", "第 {page} 页");
    internal static Text Earlier { get; } = new("Earlier ones", "前一页");
    internal static Text Later { get; } = new("More", "后一页");
    internal static TextTemplate DataAlt { get; } = new("Real images of {data}, page {page}", "{data} 的真实图片，第 {page} 页");
    internal static Text LatentSize { get; } = new("Latent size", "潜变量个数");
    internal static TextTemplate Width { get; } = new("Width of layer {layer}", "第 {layer} 层的宽度");
    internal static TextTemplate Parameters { get; } = new("{count} parameters", "{count} 个参数");
    internal static TextTemplate TotalParameters { get; } = new("{count} parameters in all", "共 {count} 个参数");
    internal static Text DiagramAlt { get; } = new("The network as a row of layers", "网络的各层示意图");
    internal static Text UntrainedAlt { get; } = new("What the untrained generator makes: noise", "未训练的生成器的输出：噪声");
    internal static TextTemplate FakeVerdict { get; } = new("real, it says: {percent}", "判为真：{percent}");
    internal static Text RealOnes { get; } = new("Real digits", "真实数字");
    internal static Text FakeOnes { get; } = new("Generated, before any training", "生成的（未经训练）");
    internal static Text NewWeights { get; } = new("Other first weights", "换一组初始权重");
    internal static Text ClassicMinute { get; } = new("The tutorial's recipe, one minute", "教程的配方，一分钟");
    internal static Text GanMinute { get; } = new("The recipe that does not collapse, one minute", "不会崩溃的配方，一分钟");
    internal static Text Recorded { get; } = new("Both recipes to their end", "两种配方的结局");
    internal static Text RecordedLead { get; } = new(
        "A collapse can take longer than a minute, so here are two runs that were recorded. Move the sliders and watch the pictures and the bars: with the tutorial's recipe a few digits crowd out the others.",
        "崩溃往往不止一分钟，所以这里放了两次事先录下的训练。拖动滑块，看看图片和柱子：用教程的配方，少数几个数字会把其他数字挤掉。");
    internal static TextTemplate RecordedRecipe { get; } = new("Recorded: {preset}", "录下的训练：{preset}");
    internal static TextTemplate RecordedAt { get; } = new("Step {step}", "第 {step} 步");
    internal static TextTemplate RecordedFigures { get; } = new("Fréchet distance {distance} (lower is better), coverage {coverage} (higher is better).", "Fréchet 距离 {distance}（越低越好），覆盖率 {coverage}（越高越好）。");
    internal static Text NothingTrained { get; } = new("Nothing was trained yet: go one step back and train for a minute.", "还没有训练过：请回到上一步，训练一分钟。");
    internal static Text JudgeEye { get; } = new("By eye: real ones left, its own right", "用眼睛看：左边真实，右边生成");
    internal static Text JudgePair { get; } = new("Is it a copy? Left one of its images, right the training image nearest to it.", "它是复制的吗？左边是它的一张图片，右边是离它最近的训练图片。");
    internal static Text JudgeButton { get; } = new("Judge it in numbers", "用数值评估");
    internal static Text Judging { get; } = new("Judging …", "评估中……");
    internal static Text Fidelity { get; } = new("Fidelity (precision)", "逼真度（精确率）");
    internal static Text Diversity { get; } = new("Diversity (coverage)", "多样性（覆盖率）");
    internal static Text Distance { get; } = new("Fréchet distance", "Fréchet 距离");
    internal static Text Copied { get; } = new("Copies", "复制");
    internal static Text Generated { get; } = new("Generated", "生成");
    internal static Text RealImages { get; } = new("Real images", "真实图片");
}
