using Figment.Diagnosis;
using Figment.Evaluation.Images;
using static Figment.Diagnosis.Rules;

namespace Figment.Runs.Images;

/// <summary>What Figment knows of images that go wrong while a model trains, one rule each.</summary>
internal static class ImageRules
{
    // Where a young generator still makes nothing recognisable, its classes mean nothing.
    private const double YoungUntil = 0.2;

    // Measured on MNIST: the tutorial's GAN is at 0.6 of the data's entropy after 1,000 steps and at 0.1 to 0.7 after
    // 10,000, recipes that keep most digits are above 0.85.
    private const double CollapsedEntropy = 0.75, MostSamples = 0.8, MissingShare = 0.1;

    // SSIM of two samples, as a part of the way from that of two real images to 1, which is the same image twice.
    // Where less than half of the real images have a sample near them, less is enough: the tutorial's GAN after 10,000
    // steps is a quarter of the way, and covers 44% by pixels.
    private const double AlikeFrom = 0.5, SomewhatAlikeFrom = 0.15, LittleCovered = 0.5;

    private const double CopiedFrom = 0.1;

    // Of a class that is expected less often, none may be there by chance.
    private const int ExpectedImages = 20;

    // What docs/experiments.md measured: real images beside others of the same data, trainings of every preset, and images that
    // were damaged.
    private const double GrainFrom = 2, GrainTimes = 1.5, BlurBelow = 0.6, ColoursFrom = 0.1, ErrorsAway = 3;

    // What a curve that still falls loses over the last quarter.
    private const double FallsBy = 0.1, LastQuarter = 0.75;

    /// <summary>All rules; where two say the same in other words the more telling one comes first.</summary>
    internal static IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> All { get; } =
        [GeneratorStalled, FewClasses, SamplesAlike, MissingClasses, Memorisation, Detail, Colours, FarAtTheEnd];

    private static Finding? FewClasses(IReadOnlyList<Observation> history)
    {
        if (Grown(history)?.Classes is not { RealEntropy: > 0 } classes || classes.Entropy >= CollapsedEntropy * classes.RealEntropy) return null;
        int[] byShare = [.. Enumerable.Range(0, classes.Names.Count).OrderByDescending(label => classes.Shares[label])];
        int few = 1;
        while (few < byShare.Length && byShare.Take(few).Sum(label => classes.Shares[label]) < MostSamples) few++;
        int[] common = byShare[..few];
        return Found(VerdictKind.ModeCollapse,
            ("share", [Percent(common.Sum(label => classes.Shares[label]))]),
            ("classes", [.. common.Select(label => classes.Names[label])]),
            ("real", [Percent(common.Sum(label => classes.RealShares[label]))]));
    }

    private static Finding? SamplesAlike(IReadOnlyList<Observation> history)
    {
        if (Grown(history) is not LiveEvaluation seen) return null;
        double alike = (seen.Similarity - seen.RealSimilarity) / (1 - seen.RealSimilarity);
        return alike < AlikeFrom && (alike < SomewhatAlikeFrom || seen.Coverage > LittleCovered) ? null : Found(VerdictKind.ModeCollapse, "ModeCollapse.alike",
            ("similarity", [Decimal(seen.Similarity)]), ("real", [Decimal(seen.RealSimilarity)]), ("coverage", [Percent(seen.Coverage)]));
    }

    private static Finding? MissingClasses(IReadOnlyList<Observation> history)
    {
        if (Grown(history)?.Classes is not LiveClasses classes) return null;
        int count = ((LiveEvaluation)history[^1].Evaluation!).Count;
        string[] missing = [.. classes.Names.Where((_, label) => classes.RealShares[label] * count >= ExpectedImages && classes.Shares[label] < MissingShare * classes.RealShares[label])];
        return missing.Length == 0 ? null : Found(VerdictKind.MissingClasses, ("classes", missing), ("least", [Percent(MissingShare)]));
    }

    private static Finding? Memorisation(IReadOnlyList<Observation> history) =>
        history[^1].Evaluation is LiveEvaluation seen && seen.CopiedShare > CopiedFrom ? Found(VerdictKind.Memorisation, ("share", [Percent(seen.CopiedShare)])) : null;

    private static Finding? Detail(IReadOnlyList<Observation> history)
    {
        if (Grown(history)?.Detail is not LiveDetail detail) return null;
        double ratio = detail.Power / detail.RealPower, chance = ErrorsAway * detail.Error;
        bool isNoisy = detail.Grain > detail.RealGrain + GrainFrom && detail.Grain > GrainTimes * detail.RealGrain;
        return isNoisy || ratio - chance > GrainTimes
            ? Found(VerdictKind.Grain, ("grain", [Decimal(detail.Grain)]), ("real", [Decimal(detail.RealGrain)]))
            : ratio + chance < BlurBelow ? Found(VerdictKind.Blur, ("ratio", [Percent(ratio)])) : null;
    }

    private static Finding? Colours(IReadOnlyList<Observation> history) =>
        Grown(history)?.ColourDistance is double distance and > ColoursFrom
            ? Found(VerdictKind.ColoursOff, ("distance", [Decimal(distance)]))
            : null;

    /// <summary>Told at the end only: every model is far from real at first.</summary>
    private static Finding? FarAtTheEnd(IReadOnlyList<Observation> history)
    {
        Observation last = history[^1];
        if (last.Fraction < 1 || last.Evaluation is not LiveEvaluation { TimesReal: >= FarFrom } seen) return null;
        (string, string[]) times = ("times", [Decimal(Math.Round(seen.TimesReal.Value))]);
        Observation? earlier = history.LastOrDefault(at => at.Distance is not null && at.Step <= LastQuarter * last.Step);
        if (earlier?.Distance is not double before)
            return Found(VerdictKind.StillEarly, "StillEarly.short", times);
        double fallen = 1 - (seen.FrechetDistance / before);
        VerdictKind kind = fallen > FallsBy ? VerdictKind.StillEarly : VerdictKind.FarFromReal;
        return Found(kind, times, ("fallen", [Percent(Math.Max(0, fallen))]));
    }

    /// <summary>What the samples are like, once the generator is old enough to be judged.</summary>
    private static LiveEvaluation? Grown(IReadOnlyList<Observation> history) => history[^1].Fraction >= YoungUntil ? history[^1].Evaluation as LiveEvaluation : null;
}
