using System.Globalization;
using Figment.Models;

namespace Figment.Diagnosis;

/// <summary>
/// What Figment knows of trainings that go wrong, whatever they make, one rule each. A rule looks at everything observed so far,
/// in full only at the last observation (<see cref="DiagnosisState"/>), and knows no family of models: where a measure that it
/// needs is not there it is silent.
/// </summary>
internal static class Rules
{
    /// <summary>The distance, beside that of real ones, from which samples are told from real ones at a glance.</summary>
    internal const double FarFrom = 5;

    private const double SaturatedFrom = 0.985,
        ExplodedBy = 50,
        ExplodedFrom = 100;
    private const int EvaluationsToStall = 8;

    private const double StalledFor = 0.4,
        StalledBy = 1.1;

    /// <summary>Those of all kinds; where two say the same in other words the more telling one comes first.</summary>
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

    /// <summary>For kinds whose samples are judged by a Fréchet distance, of which it speaks.</summary>
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
