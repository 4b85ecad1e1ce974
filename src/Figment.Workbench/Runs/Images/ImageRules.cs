using Figment.Diagnosis;
using Figment.Evaluation.Images;
using static Figment.Diagnosis.Rules;

namespace Figment.Runs.Images;

/// <summary>Rules that detect problems in images during training.</summary>
internal static class ImageRules
{
    // Measured in docs/experiments.md on real images compared with others of the same data, on training runs with every preset,
    // and on damaged images.
    private const double GrainFrom = 2,
        GrainTimes = 1.5,
        BlurBelow = 0.6,
        ColoursFrom = 0.1,
        ErrorsAway = 3;

    private static readonly ComparisonRules Compared = new(found => found as LiveEvaluation);

    /// <summary>All rules. If two rules describe the same problem, the more informative one comes first.</summary>
    internal static IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> All { get; } =
    [
        GeneratorStalled,
        Compared.FewClasses,
        Compared.SamplesAlike,
        Compared.MissingClasses,
        Compared.Memorisation,
        Detail,
        Colours,
        Compared.FarAtTheEnd,
    ];

    private static Finding? Detail(IReadOnlyList<Observation> history)
    {
        if (Compared.Grown(history)?.Detail is not LiveDetail detail)
            return null;
        double ratio = detail.Power / detail.RealPower,
            chance = ErrorsAway * detail.Error;
        bool isNoisy = detail.Grain > detail.RealGrain + GrainFrom && detail.Grain > GrainTimes * detail.RealGrain;
        return isNoisy || ratio - chance > GrainTimes
                ? Found(VerdictKind.Grain, ("grain", [Decimal(detail.Grain)]), ("real", [Decimal(detail.RealGrain)]))
            : ratio + chance < BlurBelow ? Found(VerdictKind.Blur, ("ratio", [Percent(ratio)]))
            : null;
    }

    private static Finding? Colours(IReadOnlyList<Observation> history) =>
        Compared.Grown(history)?.ColourDistance is double distance and > ColoursFrom
            ? Found(VerdictKind.ColoursOff, ("distance", [Decimal(distance)]))
            : null;
}
