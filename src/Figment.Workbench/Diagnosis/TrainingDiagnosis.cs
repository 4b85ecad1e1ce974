using Figment.Evaluation;
using Figment.Training;

namespace Figment.Diagnosis;

/// <summary>
/// Watches a training and says once, in words, what goes wrong. A verdict is given when it held twice in a row, or at
/// the end; only what no step can mend is said at once.
/// </summary>
internal sealed class TrainingDiagnosis
{
    // Where samples are looked at rarely, the losses are looked at in between.
    private const int ReportsPerObservation = 50;

    private readonly List<Observation> history;
    private readonly List<IReadOnlyDictionary<string, double>> measures;
    private readonly HashSet<VerdictKind> told;
    private readonly IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> rules;
    private HashSet<VerdictKind> before;

    /// <summary>Watches with the rules that hold for every kind of data, and more.</summary>
    /// <param name="more">What can be seen to go wrong with samples of the kind of data.</param>
    /// <param name="from">Where to go on from; null begins.</param>
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

    /// <summary>What holds by the latest look, whether it was told before or not.</summary>
    public IReadOnlyList<Verdict> Current { get; private set; }

    /// <summary>All that the reports to come depend on.</summary>
    internal DiagnosisState State =>
        new()
        {
            History = [.. history.Select(seen => new PastObservation(seen.Step, seen.Measures, seen.Distance))],
            Measures = [.. measures],
            Told = [.. told],
            Before = [.. before],
            Current = Current,
        };

    /// <summary>Takes in one report.</summary>
    /// <param name="progress">What the trainer reported.</param>
    /// <param name="evaluation">What the samples are like; null where they were not looked at.</param>
    /// <returns>Verdicts that were not given before; mostly none.</returns>
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

        // Where most samples are of one kind the others are missing, which need not be said again.
        if (kinds.Contains(VerdictKind.ModeCollapse))
            kinds.Remove(VerdictKind.MissingClasses);

        // And where it is known what is wrong, that something is goes without saying.
        if (kinds.Count > 1)
            kinds.Remove(VerdictKind.FarFromReal);

        // A look at the losses alone says nothing of the samples: what was seen of them before still holds.
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
