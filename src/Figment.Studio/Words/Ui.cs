namespace Figment.Studio.Words;

/// <summary>
/// Every fixed text of the pages but the lesson's own; here those of all pages, of the first, and around the lesson.
/// </summary>
internal static partial class Ui
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
