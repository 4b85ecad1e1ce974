namespace Figment.Evaluation.Images;

/// <summary>Lists every metric; reports, the command line and the tests read this list.</summary>
public static class MetricCatalog
{
    /// <summary>The metrics, in the order in which reports show them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        new(
            "frechetDistance",
            "Fréchet distance",
            MetricGoal.Lower,
            false,
            "How far the cloud of generated images is from the cloud of real ones, in centre and spread. Comparable only with "
                + "the same extractor and counts.",
            "Heusel et al. 2017, arXiv:1706.08500, equation 6; Dowson and Landau 1982"
        )
        {
            Compute = c => new Estimate(FrechetDistance.Between(c.Generated.Statistics, c.Reference.Statistics), null),
        },
        new(
            "kernelDistance",
            "Kernel distance",
            MetricGoal.Lower,
            false,
            "Measures the same as the Fréchet distance, but without assuming a shape for the clouds; 0 on average for two sets "
                + "of the same kind, whatever their size.",
            "Bińkowski et al. 2018, arXiv:1801.01401, section 4: unbiased MMD², k(x, y) = (x·y/D + 1)³"
        )
        {
            Compute = c =>
                KernelDistance.Between(
                    c.Generated.Features.Features,
                    c.Reference.Features.Features,
                    c.Random,
                    c.Options.KernelSubsetSize,
                    c.CancellationToken
                ),
        },
        new(
            "classifierScore",
            "Classifier score",
            MetricGoal.Higher,
            false,
            "High if each image is clearly of one class and all classes appear; at most the number of classes. Uses the "
                + "formula of the Inception Score with this classifier.",
            "Salimans et al. 2016, arXiv:1606.03498, section 4"
        )
        {
            Compute = c => c.Generated.Features.Probabilities is { } p ? ClassifierScore.Of(p) : null,
            ReferenceCount = None,
        },
        new(
            "precision",
            "Precision",
            MetricGoal.Higher,
            true,
            "Fidelity: the share of generated images that lie among the real ones.",
            "Kynkäänniemi et al. 2019, arXiv:1904.06991, equations 1 and 2"
        )
        {
            Compute = c => Estimate.OfShare(c.Manifold.Precision, c.Generated.Features.Count),
        },
        new(
            "recall",
            "Recall",
            MetricGoal.Higher,
            true,
            "Diversity: the share of real images that lie among the generated ones.",
            "Kynkäänniemi et al. 2019, arXiv:1904.06991, equations 1 and 2"
        )
        {
            Compute = c => Estimate.OfShare(c.Manifold.Recall, c.Reference.Features.Count),
        },
        new(
            "density",
            "Density",
            MetricGoal.Higher,
            false,
            "Fidelity: how densely real images surround the generated ones; about 1 for real images.",
            "Naeem et al. 2020, arXiv:2002.09797, equation 4"
        )
        {
            Compute = c => new Estimate(c.Manifold.Density, null),
        },
        new(
            "coverage",
            "Coverage",
            MetricGoal.Higher,
            true,
            "Diversity: the share of real images that have a generated one near them.",
            "Naeem et al. 2020, arXiv:2002.09797, equation 5"
        )
        {
            Compute = c => Estimate.OfShare(c.Manifold.Coverage, c.Reference.Features.Count),
        },
        new(
            "classEntropy",
            "Class entropy",
            MetricGoal.Higher,
            false,
            "Diversity: 1 if all classes appear equally often, 0 if there is only one.",
            "Shannon 1948, for the histogram of the most probable classes, divided by its largest value"
        )
        {
            Compute = c => c.Generated.Classes is { } s ? new Estimate(s.Entropy, null) : null,
            ReferenceCount = None,
            IsByClass = true,
        },
        new(
            "rarestClass",
            "Rarest class",
            MetricGoal.Higher,
            true,
            "The share of the class that appears least often.",
            "share of the histogram; standard error of a binomial share"
        )
        {
            Compute = c => c.Generated.Classes?.RarestShare,
            ReferenceCount = None,
            IsByClass = true,
        },
        new(
            "sure",
            "Classifier is sure",
            MetricGoal.Higher,
            true,
            "Fidelity: the share of images that the classifier assigns to one class with a high probability.",
            "share with max p(y|x) at or above sureAt; standard error of a binomial share"
        )
        {
            Compute = c => c.Generated.Classes?.SureShare,
            ReferenceCount = None,
        },
        new(
            "asAsked",
            "Class as asked",
            MetricGoal.Higher,
            true,
            "Fidelity: the share of images that the classifier assigns to the requested class, and how often it is right "
                + "about real ones.",
            "accuracy of the most probable class; standard error of a binomial share"
        )
        {
            Compute = c => c.Generated.AsLabelled,
            ComputeReal = c => c.Reference.AsLabelled,
            ReferenceCount = None,
            IsByClass = true,
        },
        new(
            "similarity",
            "Similarity of pairs",
            MetricGoal.LikeReal,
            false,
            "How similar two generated images are on average (SSIM); a value far above that of real images means little variety.",
            "Wang et al. 2004, IEEE TIP 13(4), equation 13, averaged over random pairs"
        )
        {
            Compute = c => PairwiseSimilarity.Of(c.Generated.Images, c.Random, c.Options.Pairs, c.CancellationToken),
            ReferenceCount = None,
        },
        new(
            "fineDetail",
            "Fine detail",
            MetricGoal.LikeReal,
            false,
            "The power of the images at high frequencies, in squared grey levels: less than that of real images means blur.",
            "mean power above half of the Nyquist frequency, by the cosine transform (Ahmed et al. 1974)"
        )
        {
            Compute = c => c.Generated.Detail.Power,
            ReferenceCount = None,
        },
        new(
            "grain",
            "Grain",
            MetricGoal.LikeReal,
            false,
            "The noise in the smoothest areas of the images, in grey levels; real images have little noise in flat areas.",
            "root mean power of fine detail in the calmest quarter of the cells of 8 × 8 pixels, averaged over images"
        )
        {
            Compute = c => c.Generated.Detail.Grain,
            ReferenceCount = None,
        },
        new(
            "colourDistance",
            "Colour distance",
            MetricGoal.Lower,
            false,
            "How far the colours of the images are from those of real ones, whatever they show: 0 for the same colours, 1 for "
                + "a difference as large as the variation among real images.",
            "Fréchet distance (Dowson and Landau 1982) of the mean colours of 4 × 4 cells, "
                + "divided by the trace of the real covariance"
        )
        {
            Compute = c => new Estimate(ColourDistance.Between(c.Generated.Colours, c.Reference.Colours), null),
        },
        new(
            "copied",
            "Copied",
            MetricGoal.Lower,
            true,
            "Memorisation: the share of generated images that nearly repeat a training image. Each is much nearer to that "
                + "image than any other training image is.",
            "nearest neighbour by pixels, distance ratio below 1/2; standard error of a binomial share"
        )
        {
            Compute = c => c.Nearest?.Copied,
            GeneratedCount = c => c.Nearest!.Matches.Count,
            ReferenceCount = c => c.TrainingCount,
        },
    ];

    private static int None(Comparison comparison) => 0;

    /// <summary>Finds a metric by its name.</summary>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public static Metric Find(string name) =>
        All.FirstOrDefault(metric => metric.Name == name)
        ?? throw new ArgumentException($"There is no metric '{name}'.", nameof(name));
}
