using Figment.Evaluation;
using Figment.Training;

namespace Figment.Diagnosis;

/// <summary>
/// Watches a training run and reports each problem once, in words. A problem is reported if it is seen at two observations in a
/// row, or at the end; a problem that no further step can fix is reported at once.
/// </summary>
internal sealed class TrainingDiagnosis
{
    // If samples are judged rarely, the losses are checked in between.
    private const int ReportsPerObservation = 50;

    private readonly List<Observation> history;
    private readonly List<IReadOnlyDictionary<string, double>> measures;
    private readonly HashSet<VerdictKind> told;
    private readonly IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> rules;
    private HashSet<VerdictKind> before;

    /// <summary>Creates a diagnosis with the rules for all kinds of data, and additional ones.</summary>
    /// <param name="more">Additional rules, for samples of this kind of data.</param>
    /// <param name="from">The state to continue from; null starts anew.</param>
    internal TrainingDiagnosis(IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> more, DiagnosisState? from = null)
    {
        rules = [.. Rules.All, .. more];
        from ??= new DiagnosisState();
        history =
        [
            .. from.History.Select(seen => new Observation(seen.Step, 0, seen.Measures, null) { Distance = seen.Distance }),
        ];
        measures = [.. from.Measures];
        told = [.. from.Told];
        before = [.. from.Before];
        Current = from.Current;
    }

    /// <summary>The verdicts that hold at the latest observation, whether reported before or not.</summary>
    public IReadOnlyList<Verdict> Current { get; private set; }

    /// <summary>The state that all later reports depend on.</summary>
    internal DiagnosisState State =>
        new()
        {
            History = [.. history.Select(seen => new PastObservation(seen.Step, seen.Measures, seen.Distance))],
            Measures = [.. measures],
            Told = [.. told],
            Before = [.. before],
            Current = Current,
        };

    /// <summary>Processes one report.</summary>
    /// <param name="progress">The trainer's report.</param>
    /// <param name="evaluation">The evaluation of the samples; null if they were not judged.</param>
    /// <returns>The verdicts that were not reported before; usually none.</returns>
    public IReadOnlyList<Verdict> Look(TrainingProgress progress, ISampleEvaluation? evaluation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (progress.Measures.Count > 0)
            measures.Add(progress.Measures);
        bool isLost = progress.Measures.Values.Any(value => !double.IsFinite(value));
        if (evaluation is null && !isLost && !progress.IsLast && measures.Count < ReportsPerObservation)
            return [];

        history.Add(new Observation(progress.Step, progress.Fraction, Average(), evaluation));
        measures.Clear();
        Finding[] found =
        [
            .. rules
                .Select(rule => rule(history))
                .OfType<Finding>()
                .DistinctBy(finding => finding.Kind)
                .OrderBy(finding => finding.Kind),
        ];
        HashSet<VerdictKind> kinds = [.. found.Select(finding => finding.Kind)];

        // If most samples are of one class, the others are of course missing; this needs no report of its own.
        if (kinds.Contains(VerdictKind.ModeCollapse))
            kinds.Remove(VerdictKind.MissingClasses);

        // If a specific problem is known, the general verdict that something is wrong adds nothing.
        if (kinds.Count > 1)
            kinds.Remove(VerdictKind.FarFromReal);

        // The losses alone say nothing about the samples, so earlier verdicts on the samples still hold.
        HashSet<VerdictKind> sure =
        [
            .. kinds.Where(kind => kind == VerdictKind.NotANumber || progress.IsLast || before.Contains(kind)),
        ];
        Verdict[] current =
        [
            .. found
                .Where(finding => sure.Contains(finding.Kind))
                .Select(finding => Wording.Say(finding, progress.Step, history.Any(seen => seen.HasRival))),
        ];
        bool sawSamples = evaluation is not null;
        Current = [.. Current.Where(verdict => !sawSamples && NeedsSamples(verdict.Kind)), .. current];
        before = [.. before.Where(kind => !sawSamples && NeedsSamples(kind)), .. kinds];
        return [.. current.Where(verdict => told.Add(verdict.Kind))];
    }

    private static bool NeedsSamples(VerdictKind kind) =>
        kind is not (VerdictKind.NotANumber or VerdictKind.ExplodingLoss or VerdictKind.DiscriminatorSaturated);

    private Dictionary<string, double> Average() =>
        measures
            .SelectMany(report => report)
            .GroupBy(measure => measure.Key)
            .ToDictionary(group => group.Key, group => group.Average(measure => measure.Value));
}
