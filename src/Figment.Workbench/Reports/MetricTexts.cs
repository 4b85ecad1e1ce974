using Figment.Evaluation.Images;

namespace Figment.Reports;

/// <summary>What the metrics are called and mean, in both languages; the English is the catalog's.</summary>
internal static class MetricTexts
{
    /// <summary>Title and meaning in Chinese, by the metric's name.</summary>
    internal static IReadOnlyDictionary<string, (string Title, string Meaning)> Chinese { get; } = new Dictionary<string, (string, string)>
    {
        ["frechetDistance"] = ("Fréchet 距离", "生成图片的点云与真实图片的点云相距多远（比较中心和散布）。只有特征提取器和图片数量都相同时，数值才能互相比较。"),
        ["kernelDistance"] = ("核距离", "同样的问题，但不假定点云的形状；两组同类图片的平均值为 0，与数量无关。"),
        ["classifierScore"] = ("分类器得分", "每张图片都明确属于某一类、并且所有类别都出现时得分高；最高等于类别数。公式与 Inception Score 相同，但用的是这里的分类器。"),
        ["precision"] = ("精确率", "逼真度：生成图片中落在真实图片范围之内的比例。"),
        ["recall"] = ("召回率", "多样性：真实图片中落在生成图片范围之内的比例。"),
        ["density"] = ("密度", "逼真度：生成图片所在之处，真实图片有多密集；真实图片约为 1。"),
        ["coverage"] = ("覆盖率", "多样性：附近有生成图片的真实图片所占的比例。"),
        ["classEntropy"] = ("类别熵", "多样性：所有类别出现得一样多时为 1，只有一个类别时为 0。"),
        ["rarestClass"] = ("最少的类别", "出现最少的那个类别所占的比例。"),
        ["sure"] = ("分类器有把握", "逼真度：分类器以很高的概率判为某一类的图片所占的比例。"),
        ["similarity"] = ("两两相似度", "两张生成图片平均有多像（SSIM）；如果比两张真实图片像得多，说明缺少变化。"),
        ["copied"] = ("复制", "记忆：有多大比例的生成图片离某张训练图片特别近，远近过那张训练图片与其他训练图片的距离。"),
    };

    internal static Text Title(Metric metric) => new(metric.Title, Chinese.TryGetValue(metric.Name, out var words) ? words.Title : metric.Title);

    internal static Text Meaning(Metric metric) => new(metric.Meaning, Chinese.TryGetValue(metric.Name, out var words) ? words.Meaning : metric.Meaning);

    internal static Text Goal(Metric metric) => metric.Goal switch
    {
        MetricGoal.Lower => Texts.LowerIsBetter,
        MetricGoal.Higher => Texts.HigherIsBetter,
        _ => Texts.LikeRealIsBetter,
    };
}
