namespace Figment.Studio.Train;

/// <summary>
/// What the library says of options that do not fit together, in Chinese too. What is wrong with a single value the form says by itself.
/// </summary>
internal static class OptionErrors
{
    internal static IReadOnlyDictionary<string, string> Chinese { get; } = new Dictionary<string, string>
    {
        ["Guidance needs a model that has also learned without classes. Set labelDropout=0.1, or guidanceScale=1."] = "引导要求模型也学过不带类别的图片。请把标签丢弃设为 0.1，或把引导强度设为 1。",
        ["The Wasserstein loss grows without bound where nothing holds the discriminator back. Set gradientPenalty to 10, or r1."] = "如果没有任何约束，Wasserstein 损失会无限增大。请把 WGAN-GP 惩罚设为 10，或设置 R1 惩罚。",
        ["The augmentations are color, translation and cutout."] = "数据增强只有亮度与对比度、平移和挖洞三种。",
        ["Pixels that are ink or none have no standard deviation: it goes with likelihood=gaussian only."] = "“有墨或无墨”的像素没有偏差：它只能与“灰度”一起使用。",
        ["Grey pixels are numbers to likelihood=gaussian: greyPixels goes with likelihood=bernoulli only."] = "在“灰度”下，灰色像素就是数值：灰色像素的处理只能与“有墨或无墨”一起使用。",
        ["The importance-weighted bound has no KL term by itself: with importanceSamples above 1, beta must be 1 and freeBits 0."] = "重要性样本数大于 1 时，β 必须为 1，免费信息量必须为 0。",
    };

    private const string NoLabels = "has no labels to smooth";

    /// <summary>Says a problem in a language; one that is not known here as it is.</summary>
    internal static Func<string, string> In(Language language) => problem =>
        language == Language.English ? problem
        : Chinese.TryGetValue(problem, out string? known) ? known
        : problem.Contains(NoLabels, StringComparison.Ordinal) ? "这种损失函数没有可平滑的标签。请选择非饱和或最小二乘损失，或把标签平滑设为 0。"
        : problem;
}
