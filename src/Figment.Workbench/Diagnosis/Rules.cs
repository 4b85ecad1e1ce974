using System.Globalization;
using Figment.Models;

namespace Figment.Diagnosis;

/// <summary>
/// Rules that detect what goes wrong when training on any kind of data. Each rule reads all observations so far; only the last
/// one is complete (<see cref="DiagnosisState"/>). Rules are independent of the model family: a rule reports nothing if a measure
/// that it needs is missing.
/// </summary>
internal static class Rules
{
    /// <summary>
    /// The ratio of the samples' distance to the distance of real data from which samples can be told from real ones at a glance.
    /// </summary>
    internal const double FarFrom = 5;

    private const double SaturatedFrom = 0.985,
        ExplodedBy = 50,
        ExplodedFrom = 100;
    private const int EvaluationsToStall = 8;

    private const double StalledFor = 0.4,
        StalledBy = 1.1;

    /// <summary>
    /// The rules for all kinds of data. If two rules describe the same problem, the more informative one comes first.
    /// </summary>
    internal static IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> All { get; } =
    [NotANumber, ExplodingLoss, DiscriminatorSaturated];

    private static Finding? NotANumber(IReadOnlyList<Observation> history)
    {
        string[] names =
        [
            .. history[^1].Measures.Where(measure => !double.IsFinite(measure.Value)).Select(measure => measure.Key),
        ];
        return names.Length == 0 ? null : Found(VerdictKind.NotANumber, ("names", names), ("step", [Number(history[^1].Step)]));
    }

    private static Finding? ExplodingLoss(IReadOnlyList<Observation> history)
    {
        if (history.Count < 4)
            return null;
        foreach ((string name, double value) in history[^1].Measures.Where(measure => !Measure.IsShare(measure.Key)))
        {
            double[] before =
            [
                .. history
                    .SkipLast(1)
                    .Select(seen => Math.Abs(seen.Measures.GetValueOrDefault(name, double.NaN)))
                    .Where(double.IsFinite)
                    .Order(),
            ];
            if (
                !double.IsFinite(value)
                || before.Length < 3
                || Math.Abs(value) < ExplodedFrom
                || Math.Abs(value) < ExplodedBy * before[before.Length / 2]
            )
                continue;
            return Found(
                VerdictKind.ExplodingLoss,
                ("name", [name]),
                ("value", [Decimal(value)]),
                ("before", [Decimal(before[before.Length / 2])])
            );
        }

        return null;
    }

    private static Finding? DiscriminatorSaturated(IReadOnlyList<Observation> history)
    {
        IReadOnlyDictionary<string, double> measures = history[^1].Measures;
        if (
            !measures.TryGetValue("d_accuracy_real", out double real) || !measures.TryGetValue("d_accuracy_fake", out double fake)
        )
            return null;
        return real < SaturatedFrom || fake < SaturatedFrom
            ? null
            : Found(VerdictKind.DiscriminatorSaturated, ("real", [Percent(real)]), ("fake", [Percent(fake)]));
    }

    /// <summary>A rule for kinds of data whose samples are judged by a Fréchet distance, which its sentences mention.</summary>
    internal static Finding? GeneratorStalled(IReadOnlyList<Observation> history)
    {
        Observation[] judged = [.. history.Where(seen => seen.Distance is not null)];
        if (judged.Length < EvaluationsToStall || history[^1].Evaluation is null)
            return null;
        Observation best = judged.MinBy(seen => seen.Distance!.Value)!;
        double last = judged[^1].Distance!.Value,
            lowest = best.Distance!.Value;
        return judged[^1].Step - best.Step < StalledFor * judged[^1].Step || last < StalledBy * lowest
            ? null
            : Found(
                VerdictKind.GeneratorStalled,
                ("best", [Number(best.Step)]),
                ("lowest", [Decimal(lowest)]),
                ("last", [Decimal(last)])
            );
    }

    internal static Finding Found(VerdictKind kind, params (string Name, string[] Words)[] facts) =>
        Found(kind, kind.ToString(), facts);

    internal static Finding Found(VerdictKind kind, string template, params (string Name, string[] Words)[] facts) =>
        new(kind, template, facts.ToDictionary(fact => fact.Name, fact => (IReadOnlyList<string>)fact.Words));

    internal static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:F0}%");

    internal static string Decimal(double value) =>
        value.ToString(Math.Abs(value) < 100 ? "0.##" : "N0", CultureInfo.InvariantCulture);

    internal static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
