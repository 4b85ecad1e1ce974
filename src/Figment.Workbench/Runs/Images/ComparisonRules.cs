using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using static Figment.Diagnosis.Rules;

namespace Figment.Runs.Images;

/// <summary>
/// What is seen to go wrong when samples are compared with what is real by <see cref="LiveEvaluation"/>, whatever their images
/// stand for, one rule each.
/// </summary>
/// <param name="see">The comparison in what was found.</param>
/// <param name="words">Whose sentences say it: those of a kind of data by its name, or null for those of images.</param>
internal sealed class ComparisonRules(Func<ISampleEvaluation?, LiveEvaluation?> see, string? words = null)
{
    // Where a young generator still makes nothing recognisable, its classes mean nothing.
    private const double YoungUntil = 0.2;

    // Measured on MNIST: the tutorial's GAN is at 0.6 of the data's entropy after 1,000 steps and at 0.1 to 0.7 after
    // 10,000, recipes that keep most digits are above 0.85.
    private const double CollapsedEntropy = 0.75,
        MostSamples = 0.8,
        MissingShare = 0.1;

    // SSIM of two samples, as a part of the way from that of two real images to 1, which is the same image twice.
    // Where less than half of the real images have a sample near them, less is enough: the tutorial's GAN after 10,000
    // steps is a quarter of the way, and covers 44% by pixels.
    private const double AlikeFrom = 0.5,
        SomewhatAlikeFrom = 0.15,
        LittleCovered = 0.5;

    private const double CopiedFrom = 0.1,
        ErrorsAway = 3;

    // Of a class that is expected less often, none may be there by chance.
    private const int ExpectedImages = 20;

    // Looks at the same network by other images differ by some percent (docs/experiments.md).
    private const double NoiseOfDistances = 0.05;

    // What a curve that still falls loses over the last quarter.
    private const double FallsBy = 0.1,
        LastQuarter = 0.75;

    /// <summary>Whether samples are of an age at which they can be judged.</summary>
    internal static bool IsGrown(IReadOnlyList<Observation> history) => history[^1].Fraction >= YoungUntil;

    /// <summary>How near samples are to what is real.</summary>
    /// <param name="seen">What was found.</param>
    /// <param name="kind">The kind of data, whose words say it.</param>
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

    /// <summary>Most samples are of few classes.</summary>
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

    /// <summary>Two samples are about the same.</summary>
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

    /// <summary>Some classes are hardly there.</summary>
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

    /// <summary>More samples than real ones are what was learned from.</summary>
    internal Finding? Memorisation(IReadOnlyList<Observation> history)
    {
        if (see(history[^1].Evaluation) is not LiveEvaluation seen)
            return null;
        double usual = seen.RealCopiedShare ?? 0;
        // Of two shares of as many
        double chance = ErrorsAway * Math.Sqrt(2 * usual * (1 - usual) / Math.Max(1, seen.CopiedCount));
        return seen.CopiedShare <= usual + Math.Max(CopiedFrom, chance)
            ? null
            : Found(VerdictKind.Memorisation, Words("Memorisation"), ("share", [Percent(seen.CopiedShare)]));
    }

    /// <summary>
    /// Told at the end only: every model is far from real at first. Where samples have not become better for long, that is said
    /// already, and how they went up and down since says nothing of more steps.
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

    /// <summary>What the samples are like, once the generator is old enough to be judged.</summary>
    internal LiveEvaluation? Grown(IReadOnlyList<Observation> history) => IsGrown(history) ? see(history[^1].Evaluation) : null;

    private string Words(string template) => words is null ? template : $"{template}.{words}";
}
