using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using static Figment.Diagnosis.Rules;

namespace Figment.Runs.Images;

/// <summary>
/// Rules that detect problems in samples compared with real data by <see cref="LiveEvaluation"/>, whatever their images
/// represent.
/// </summary>
/// <param name="see">Gets the comparison from an evaluation.</param>
/// <param name="words">The name of the kind of data whose sentences are used; null for those of images.</param>
internal sealed class ComparisonRules(Func<ISampleEvaluation?, LiveEvaluation?> see, string? words = null)
{
    // While a young generator makes nothing recognisable, the classes of its samples mean nothing.
    private const double YoungUntil = 0.2;

    // Measured on MNIST: the tutorial's GAN has 0.6 of the data's entropy after 1,000 steps and 0.1 to 0.7 after 10,000; recipes
    // that keep most digits have more than 0.85.
    private const double CollapsedEntropy = 0.75,
        MostSamples = 0.8,
        MissingShare = 0.1;

    // The SSIM of two samples, as a fraction of the way from the SSIM of two real images to 1, the SSIM of identical images. If
    // less than half of the real images have a sample near them, a smaller fraction is enough: after 10,000 steps, the tutorial's
    // GAN is a quarter of the way, and covers 44% as measured by pixels.
    private const double AlikeFrom = 0.5,
        SomewhatAlikeFrom = 0.15,
        LittleCovered = 0.5;

    private const double CopiedFrom = 0.1,
        ErrorsAway = 3;

    // A class with fewer expected images may be absent by chance.
    private const int ExpectedImages = 20;

    // Evaluations of the same network with different images differ by a few percent (docs/experiments.md).
    private const double NoiseOfDistances = 0.05;

    // The drop over the last quarter of a curve that is still falling.
    private const double FallsBy = 0.1,
        LastQuarter = 0.75;

    /// <summary>Whether training has progressed far enough for the samples to be judged.</summary>
    internal static bool IsGrown(IReadOnlyList<Observation> history) => history[^1].Fraction >= YoungUntil;

    /// <summary>How close samples are to the real data.</summary>
    /// <param name="seen">The evaluation.</param>
    /// <param name="kind">The kind of data, whose sentences are used.</param>
    internal static Nearness NearnessOf(LiveEvaluation seen, string kind)
    {
        if (((ISampleEvaluation)seen).TimesReal is not double times)
            return new Nearness(null, WordTable.Text("outlook.near.unknown"), NoiseOfDistances);
        bool isByPixels = seen.Classes is null && seen.Extractor.StartsWith("pixels", StringComparison.Ordinal);
        string key = isByPixels ? "outlook.near.pixels" : $"outlook.near.{kind}";
        return new Nearness(
            times < FarFrom,
            WordTable.Template(key).Fill(("times", Decimal(Math.Round(times, times < 10 ? 1 : 0)))),
            NoiseOfDistances
        );
    }

    /// <summary>Most samples belong to few classes.</summary>
    internal Finding? FewClasses(IReadOnlyList<Observation> history)
    {
        if (
            Grown(history)?.Classes is not { RealEntropy: > 0 } classes
            || classes.Entropy >= CollapsedEntropy * classes.RealEntropy
        )
            return null;
        int[] byShare = [.. Enumerable.Range(0, classes.Names.Count).OrderByDescending(label => classes.Shares[label])];
        int few = 1;
        while (few < byShare.Length && byShare.Take(few).Sum(label => classes.Shares[label]) < MostSamples)
            few++;
        int[] common = byShare[..few];
        return Found(
            VerdictKind.ModeCollapse,
            Words("ModeCollapse"),
            ("share", [Percent(common.Sum(label => classes.Shares[label]))]),
            ("classes", [.. common.Select(label => classes.Names[label])]),
            ("real", [Percent(common.Sum(label => classes.RealShares[label]))])
        );
    }

    /// <summary>Any two samples look almost the same.</summary>
    internal Finding? SamplesAlike(IReadOnlyList<Observation> history)
    {
        if (Grown(history) is not LiveEvaluation seen)
            return null;
        double alike = (seen.Similarity - seen.RealSimilarity) / (1 - seen.RealSimilarity);
        return alike < AlikeFrom && (alike < SomewhatAlikeFrom || seen.Coverage > LittleCovered)
            ? null
            : Found(
                VerdictKind.ModeCollapse,
                Words("ModeCollapse") + ".alike",
                ("similarity", [Decimal(seen.Similarity)]),
                ("real", [Decimal(seen.RealSimilarity)]),
                ("coverage", [Percent(seen.Coverage)])
            );
    }

    /// <summary>Some classes hardly appear.</summary>
    internal Finding? MissingClasses(IReadOnlyList<Observation> history)
    {
        if (Grown(history) is not { Classes: LiveClasses classes, Count: int count })
            return null;
        string[] missing =
        [
            .. classes.Names.Where(
                (_, label) =>
                    classes.RealShares[label] * count >= ExpectedImages
                    && classes.Shares[label] < MissingShare * classes.RealShares[label]
            ),
        ];
        return missing.Length == 0
            ? null
            : Found(
                VerdictKind.MissingClasses,
                Words("MissingClasses"),
                ("classes", missing),
                ("least", [Percent(MissingShare)])
            );
    }

    /// <summary>Near copies of the training data are more common among the samples than among real images.</summary>
    internal Finding? Memorisation(IReadOnlyList<Observation> history)
    {
        if (see(history[^1].Evaluation) is not LiveEvaluation seen)
            return null;
        double usual = seen.RealCopiedShare ?? 0;
        // The difference that chance can cause between two shares of equally many images
        double chance = ErrorsAway * Math.Sqrt(2 * usual * (1 - usual) / Math.Max(1, seen.CopiedCount));
        return seen.CopiedShare <= usual + Math.Max(CopiedFrom, chance)
            ? null
            : Found(VerdictKind.Memorisation, Words("Memorisation"), ("share", [Percent(seen.CopiedShare)]));
    }

    /// <summary>
    /// Reported only at the end, because every model is far from real at first. If the samples have not improved for a long time,
    /// another rule already reports that; and fluctuations since then do not predict the effect of more steps.
    /// </summary>
    internal Finding? FarAtTheEnd(IReadOnlyList<Observation> history)
    {
        Observation last = history[^1];
        if (
            last.Fraction < 1
            || see(last.Evaluation) is not { TimesReal: >= FarFrom } seen
            || GeneratorStalled(history) is not null
        )
            return null;
        (string, string[]) times = ("times", [Decimal(Math.Round(seen.TimesReal.Value))]);
        Observation? earlier = history.LastOrDefault(at => at.Distance is not null && at.Step <= LastQuarter * last.Step);
        if (earlier?.Distance is not double before)
            return Found(VerdictKind.StillEarly, Words("StillEarly") + ".short", times);
        double fallen = 1 - (seen.FrechetDistance / before);
        VerdictKind kind = fallen > FallsBy ? VerdictKind.StillEarly : VerdictKind.FarFromReal;
        return Found(kind, Words(kind.ToString()), times, ("fallen", [Percent(Math.Max(0, fallen))]));
    }

    /// <summary>The evaluation, once the generator has trained long enough to be judged.</summary>
    internal LiveEvaluation? Grown(IReadOnlyList<Observation> history) => IsGrown(history) ? see(history[^1].Evaluation) : null;

    private string Words(string template) => words is null ? template : $"{template}.{words}";
}
