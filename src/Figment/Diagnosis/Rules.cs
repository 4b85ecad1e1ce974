using System.Globalization;
using Figment.Evaluation;
using Figment.Models;

namespace Figment.Diagnosis;

/// <summary>
/// What Figment knows of trainings that go wrong, one rule each. A rule looks at everything observed so far and knows no
/// family of models: where a measure that it needs is not there it is silent.
/// </summary>
internal static class Rules
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

    private const double CopiedFrom = 0.2, SaturatedFrom = 0.985, ExplodedBy = 50, ExplodedFrom = 100;
    private const int EvaluationsToStall = 8;

    // Of a class that is expected less often, none may be there by chance.
    private const int ExpectedImages = 20;
    private const double StalledFor = 0.4, StalledBy = 1.1;

    /// <summary>All rules; where two say the same in other words the more telling one comes first.</summary>
    internal static IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> All { get; } =
        [NotANumber, ExplodingLoss, FewClasses, SamplesAlike, MissingClasses, DiscriminatorSaturated, GeneratorStalled, Memorisation];

    private static Finding? NotANumber(IReadOnlyList<Observation> history)
    {
        string[] names = [.. history[^1].Measures.Where(measure => !double.IsFinite(measure.Value)).Select(measure => measure.Key)];
        return names.Length == 0 ? null : Found(VerdictKind.NotANumber, ("names", names), ("step", [Number(history[^1].Step)]));
    }

    private static Finding? ExplodingLoss(IReadOnlyList<Observation> history)
    {
        if (history.Count < 4) return null;
        foreach ((string name, double value) in history[^1].Measures.Where(measure => !Measure.IsShare(measure.Key)))
        {
            double[] before = [.. history.SkipLast(1).Select(seen => Math.Abs(seen.Measures.GetValueOrDefault(name, double.NaN))).Where(double.IsFinite).Order()];
            if (!double.IsFinite(value) || before.Length < 3 || Math.Abs(value) < ExplodedFrom || Math.Abs(value) < ExplodedBy * before[before.Length / 2]) continue;
            return Found(VerdictKind.ExplodingLoss, ("name", [name]), ("value", [Decimal(value)]), ("before", [Decimal(before[before.Length / 2])]));
        }

        return null;
    }

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
        int count = history[^1].Evaluation!.Count;
        string[] missing = [.. classes.Names.Where((_, label) => classes.RealShares[label] * count >= ExpectedImages && classes.Shares[label] < MissingShare * classes.RealShares[label])];
        return missing.Length == 0 ? null : Found(VerdictKind.MissingClasses, ("classes", missing), ("least", [Percent(MissingShare)]));
    }

    private static Finding? DiscriminatorSaturated(IReadOnlyList<Observation> history)
    {
        IReadOnlyDictionary<string, double> measures = history[^1].Measures;
        if (!measures.TryGetValue("d_accuracy_real", out double real) || !measures.TryGetValue("d_accuracy_fake", out double fake)) return null;
        return real < SaturatedFrom || fake < SaturatedFrom ? null
            : Found(VerdictKind.DiscriminatorSaturated, ("real", [Percent(real)]), ("fake", [Percent(fake)]));
    }

    private static Finding? GeneratorStalled(IReadOnlyList<Observation> history)
    {
        Observation[] judged = [.. history.Where(seen => seen.Evaluation is not null)];
        if (judged.Length < EvaluationsToStall || history[^1].Evaluation is null) return null;
        Observation best = judged.MinBy(seen => seen.Evaluation!.FrechetDistance)!;
        double last = judged[^1].Evaluation!.FrechetDistance, lowest = best.Evaluation!.FrechetDistance;
        return judged[^1].Step - best.Step < StalledFor * judged[^1].Step || last < StalledBy * lowest ? null
            : Found(VerdictKind.GeneratorStalled, ("best", [Number(best.Step)]), ("lowest", [Decimal(lowest)]), ("last", [Decimal(last)]));
    }

    private static Finding? Memorisation(IReadOnlyList<Observation> history) =>
        history[^1].Evaluation is { } seen && seen.CopiedShare > CopiedFrom ? Found(VerdictKind.Memorisation, ("share", [Percent(seen.CopiedShare)])) : null;

    /// <summary>What the samples are like, once the generator is old enough to be judged.</summary>
    private static LiveEvaluation? Grown(IReadOnlyList<Observation> history) => history[^1].Fraction >= YoungUntil ? history[^1].Evaluation : null;

    private static Finding Found(VerdictKind kind, params (string Name, string[] Words)[] facts) => Found(kind, kind.ToString(), facts);

    private static Finding Found(VerdictKind kind, string template, params (string Name, string[] Words)[] facts) =>
        new(kind, template, facts.ToDictionary(fact => fact.Name, fact => (IReadOnlyList<string>)fact.Words));

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:F0}%");

    private static string Decimal(double value) => value.ToString(Math.Abs(value) < 100 ? "0.##" : "N0", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
