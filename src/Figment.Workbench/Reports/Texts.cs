namespace Figment.Reports;

/// <summary>Every fixed text of the page, for readers who have never heard of a metric.</summary>
internal static class Texts
{
    // --- The head.
    internal static Text Heading { get; } = new("How good are these images?", "这些图片有多好？");
    internal static TextTemplate Judged { get; } = new(
        "{generated} generated images from {source}, compared with {reference} real images of {against}.",
        "来自 {source} 的 {generated} 张生成图片，与 {against} 的 {reference} 张真实图片相比较。");
    internal static Text InShort { get; } = new("In short", "简而言之");

    // --- The summary.
    internal static Text Fidelity { get; } = new("Fidelity", "逼真度");
    internal static Text Diversity { get; } = new("Diversity", "多样性");
    internal static Text Copies { get; } = new("Copies", "复制");
    internal static Text Next { get; } = new("What to do", "下一步");
    internal static Text Good { get; } = new("good", "好");
    internal static Text Fair { get; } = new("fair", "一般");
    internal static Text Poor { get; } = new("poor", "差");
    internal static TextTemplate FidelityGood { get; } = new(
        "Single images look about as real ones do: {precision} of them lie among the real images (of real ones {realPrecision} do)",
        "单张图片看起来和真实图片差不多：有 {precision} 落在真实图片的范围之内（真实图片自身为 {realPrecision}）");
    internal static TextTemplate FidelityFair { get; } = new(
        "Many single images look real, many do not: {precision} of them lie among the real images (of real ones {realPrecision} do)",
        "不少图片看起来逼真，也有不少不像：有 {precision} 落在真实图片的范围之内（真实图片自身为 {realPrecision}）");
    internal static TextTemplate FidelityPoor { get; } = new(
        "Most single images do not look like real ones: {precision} of them lie among the real images (of real ones {realPrecision} do)",
        "大多数图片看起来不像真实图片：有 {precision} 落在真实图片的范围之内（真实图片自身为 {realPrecision}）");
    internal static TextTemplate FidelityOfPixels { get; } = new(
        "By their pixels {precision} of the images lie among the real ones (of real ones {realPrecision} do)",
        "仅就像素而言，有 {precision} 的图片落在真实图片的范围之内（真实图片自身为 {realPrecision}）");
    internal static TextTemplate DiversityOfPixels { get; } = new(
        "By their pixels {coverage} of the real images have a generated one near them (with real ones in its place {realCoverage})",
        "仅就像素而言，{coverage} 的真实图片附近有生成图片（换成真实图片时为 {realCoverage}）");
    internal static TextTemplate Sure { get; } = new(", and the classifier is sure of {sure} (of real ones {realSure}).", "，分类器对其中 {sure} 有把握（真实图片为 {realSure}）。");
    internal static TextTemplate DiversityGood { get; } = new(
        "The variety is about that of real images: {coverage} of the real images have a generated one near them (with real ones in its place {realCoverage})",
        "变化的丰富程度与真实图片差不多：{coverage} 的真实图片附近有生成图片（换成真实图片时为 {realCoverage}）");
    internal static TextTemplate DiversityFair { get; } = new(
        "Some of the variety of real images is missing: {coverage} of them have a generated one near them (with real ones in its place {realCoverage})",
        "缺少真实图片的一部分变化：{coverage} 的真实图片附近有生成图片（换成真实图片时为 {realCoverage}）");
    internal static TextTemplate DiversityPoor { get; } = new(
        "Most of the variety of real images is missing: {coverage} of them have a generated one near them (with real ones in its place {realCoverage})",
        "缺少真实图片的大部分变化：{coverage} 的真实图片附近有生成图片（换成真实图片时为 {realCoverage}）");
    internal static TextTemplate Even { get; } = new(
        "; class entropy {entropy} (real {realEntropy}), rarest class {rarest} (real {realRarest}).",
        "；类别熵 {entropy}（真实 {realEntropy}），最少的类别占 {rarest}（真实 {realRarest}）。");
    internal static TextTemplate Missing { get; } = new(" Hardly any: {classes}.", "几乎没有：{classes}。");
    internal static TextTemplate CopiesNone { get; } = new(
        "Nothing points to copying: {copied} of the images are suspiciously near to a training image (of real ones {realCopied}).",
        "没有复制训练图片的迹象：{copied} 的图片与某张训练图片近得可疑（真实图片为 {realCopied}）。");
    internal static TextTemplate CopiesSome { get; } = new(
        "{copied} of the images are suspiciously near to a training image (of real ones {realCopied}): see the pairs below.",
        "{copied} 的图片与某张训练图片近得可疑（真实图片为 {realCopied}）：请看下面的成对图片。");
    internal static Text Stop { get; } = new(".", "。");
    internal static Text TryCopies { get; } = new(
        "The model repeats what it was shown: train for fewer steps, with more images or with a smaller network.",
        "模型在重复它看过的图片：请减少训练步数、增加图片，或使用更小的网络。");
    internal static Text TryDiversity { get; } = new(
        "The model leaves things out: use another checkpoint, or train with a recipe made against mode collapse. The pictures below show what is missing.",
        "模型漏掉了一些内容：请换用另一个检查点，或改用能防止模式崩溃的配方重新训练。下面的图片显示了缺少什么。");
    internal static Text TryFidelity { get; } = new(
        "Train for longer or with another preset, then judge again with the same options; only then can the numbers be compared.",
        "请训练更久或换一个预设，然后用同样的选项再评估一次；只有这样，数值才能互相比较。");
    internal static Text TryNothing { get; } = new(
        "Nothing here asks for another training. Look at the pictures below with your own eyes, too: numbers do not see everything.",
        "从数值看不需要重新训练。也请亲眼看看下面的图片：数值并不能看到一切。");
    internal static Text TryClassifier { get; } = new(
        "Pixels alone show nothing wrong, which does not say much: look at the pictures below with your own eyes.",
        "仅从像素看不出问题，但这说明不了太多：请亲眼看看下面的图片。");
    internal static TextTemplate PixelsOnly { get; } = new(
        "Only pixels are compared here: {extractor} sees brightness and place, not what a picture shows. Take these numbers as a rough guide; a classifier that knows such images judges better ('figment evaluator train' makes one).",
        "这里只比较像素：{extractor} 只看得到亮度和位置，看不懂图片的内容。这些数值只能粗略参考；认识这类图片的分类器判断得更好（可用 “figment evaluator train” 训练一个）。");
    internal static TextTemplate NoClasses { get; } = new(
        "The extractor {extractor} knows no classes, so nothing is said about them.",
        "特征提取器 {extractor} 不认识类别，所以这里没有关于类别的数值。");

    // --- What went wrong in the training.
    internal static Text Verdicts { get; } = new("What was noticed during training", "训练中发现的问题");
    internal static TextTemplate AtStep { get; } = new("step {step}", "第 {step} 步");
    internal static Text Saw { get; } = new("Saw", "看到");
    internal static Text Means { get; } = new("Means", "含义");
    internal static Text Try { get; } = new("Try", "建议");

    // --- The metrics.
    internal static Text Metrics { get; } = new("The numbers", "各项数值");
    internal static Text MetricsLead { get; } = new(
        "Each number stands beside what real images score in place of the generated ones; that is what to aim for. ± is one standard error. In the small pictures the line marks real images, the dot the generated ones. Open a name to read what it means.",
        "每个数值旁边是真实图片代替生成图片时的得分；可作为目标。± 为一个标准误差。小图中竖线表示真实图片，圆点表示生成图片。点开名称可查看含义。");
    internal static Text MetricColumn { get; } = new("Metric", "指标");
    internal static Text GeneratedColumn { get; } = new("Generated", "生成");
    internal static Text RealColumn { get; } = new("Real images", "真实图片");
    internal static Text ReachedColumn { get; } = new("Best reached", "目前最好");
    internal static Text ScaleColumn { get; } = new("Useless → real", "无用 → 真实");
    internal static Text ImagesColumn { get; } = new("Images, generated / real", "图片数，生成 / 真实");
    internal static TextTemplate TimesReal { get; } = new("{factor} × real", "真实的 {factor} 倍");
    internal static Text LowerIsBetter { get; } = new("lower is better", "越低越好");
    internal static Text HigherIsBetter { get; } = new("higher is better", "越高越好");
    internal static Text LikeRealIsBetter { get; } = new("best like real images", "越接近真实图片越好");
    internal static Text Source { get; } = new("Source", "出处");
    internal static TextTemplate RealCount { get; } = new("What real images score was measured with {count} of them in the place of the generated ones.", "真实图片的得分是用 {count} 张真实图片代替生成图片测得的。");
    internal static TextTemplate ReachedHow { get; } = new("Best reached so far: {preset}, {how}.", "目前最好的成绩：{preset}，{how}。");
    internal static TextTemplate NotFid { get; } = new(
        "A Fréchet distance over the features of {extractor} is not FID, which is defined by one particular Inception-v3. Compare it only with distances over the same extractor, the same real images and the same counts.",
        "在 {extractor} 的特征上算出的 Fréchet 距离不是 FID（FID 由一个特定的 Inception-v3 定义）。只能与同一特征提取器、同一批真实图片、同样图片数量的距离相比较。");
    internal static TextTemplate UnequalCounts { get; } = new(
        "The two sides have different counts ({generated} and {reference}): the distances cannot be compared with those of other counts.",
        "两边的图片数量不同（{generated} 和 {reference}）：这些距离不能与其他数量下的距离相比较。");

    // --- Classes and pictures.
    internal static Text Classes { get; } = new("Classes", "类别");
    internal static Text ClassesLead { get; } = new("How often each class appears, as the classifier sees it.", "分类器眼中每个类别出现的比例。");
    internal static TextTemplate SomeClasses { get; } = new("The {shown} of {all} classes where the two differ most.", "在 {all} 个类别中，两者相差最大的 {shown} 个。");
    internal static Text ClassColumn { get; } = new("Class", "类别");
    internal static Text Pictures { get; } = new("The images", "图片");
    internal static TextTemplate GeneratedGrid { get; } = new("{count} generated images, drawn at random", "随机抽取的 {count} 张生成图片");
    internal static TextTemplate RealGrid { get; } = new("{count} real images, drawn at random", "随机抽取的 {count} 张真实图片");
    internal static Text Nearest { get; } = new("Nearest training images", "最接近的训练图片");
    internal static TextTemplate NearestLead { get; } = new(
        "Each pair: left a generated image, right the training image nearest to it, pixel by pixel. The ratio is their distance divided by that training image's distance to its own nearest neighbour: near 0 is a copy, about 1 is new, and below {copied} counts as copied. These are the smallest ratios, so the most suspicious pairs.",
        "每一对：左边是生成图片，右边是逐像素比较时离它最近的训练图片。比值是两者的距离除以该训练图片到它自己最近邻的距离：接近 0 表示复制，约为 1 表示是新图片，低于 {copied} 算作复制。这里列出比值最小、也就是最可疑的几对。");
    internal static TextTemplate Distance { get; } = new("distance {distance}", "距离 {distance}");
    internal static TextTemplate Ratio { get; } = new("ratio {ratio}", "比值 {ratio}");
    internal static TextTemplate Pair { get; } = new("generated image {generated} and training image {training}", "生成图片 {generated} 与训练图片 {training}");

    // --- Curves.
    internal static Text Curves { get; } = new("The training", "训练过程");
    internal static Text LossPanel { get; } = new(
        "Losses: what the networks try to make small. In a GAN two networks pull against each other, so level curves are normal and low ones do not mean good pictures.",
        "损失：网络努力减小的量。在 GAN 中两个网络互相对抗，所以曲线平稳是正常的，损失低也不代表图片好。");
    internal static Text AccuracyPanel { get; } = new(
        "How often the discriminator is right. Near 1 for real and generated images alike, the generator learns little.",
        "判别器判断正确的比例。如果对真实图片和生成图片都接近 1，生成器就学不到什么。");
    internal static Text DistancePanel { get; } = new(
        "Fréchet distance of samples made during training, lower is better. From fewer images than above, so not comparable with the table.",
        "训练过程中生成的样本的 Fréchet 距离，越低越好。所用图片比上面少，所以不能与表中的数值相比较。");
    internal static Text SamplesPanel { get; } = new("Diversity of samples made during training, higher is better.", "训练过程中生成的样本的多样性，越高越好。");

    // --- What is needed to repeat it.
    internal static Text Repeat { get; } = new("How to get the same numbers", "如何得到同样的数值");
    internal static Text RepeatLead { get; } = new(
        "Two numbers can be compared only where all of this is the same, but for the generated images. The file report.json beside this page holds it for programs.",
        "除生成图片外，以下各项全部相同时，两个数值才能互相比较。本页旁边的 report.json 为程序保存了同样的内容。");
    internal static Text GeneratedImages { get; } = new("Generated images", "生成图片");
    internal static Text RealImages { get; } = new("Real images", "真实图片");
    internal static Text TrainingImages { get; } = new("Training images", "训练图片");
    internal static Text Extractor { get; } = new("Feature extractor", "特征提取器");
    internal static Text Options { get; } = new("Options", "选项");
    internal static Text Program { get; } = new("Program", "程序");
    internal static TextTemplate ImagesOfShape { get; } = new("{count} images of {shape}", "{count} 张，{shape}");
    internal static TextTemplate Dimensions { get; } = new("{dimensions} features per image, {classes} classes", "每张图片 {dimensions} 个特征，{classes} 个类别");
    internal static TextTemplate Seconds { get; } = new("Figment {version}, {seconds} seconds", "Figment {version}，用时 {seconds} 秒");
}
