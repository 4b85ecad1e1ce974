namespace Figment.Studio.Words;

/// <summary>The texts of the form, and of a training that is watched.</summary>
internal static partial class Ui
{
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
}
