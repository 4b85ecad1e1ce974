using System.Text.Json;

namespace Figment.Diagnosis;

/// <summary>
/// The state of a <see cref="TrainingDiagnosis"/> between two reports. A diagnosis that starts from it continues as if it had
/// never stopped.
/// </summary>
internal sealed record DiagnosisState
{
    /// <summary>
    /// All observations so far. Only the distances of the samples are kept, because the rules need nothing else from earlier
    /// observations.
    /// </summary>
    public IReadOnlyList<PastObservation> History { get; init; } = [];

    /// <summary>The measures reported since the last observation.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>> Measures { get; init; } = [];

    /// <summary>The verdicts reported so far; each is reported once in a run.</summary>
    public IReadOnlyList<VerdictKind> Told { get; init; } = [];

    /// <summary>The verdicts that held at the last observation, including those that held for the first time.</summary>
    public IReadOnlyList<VerdictKind> Before { get; init; } = [];

    /// <summary>The verdicts that hold at the latest observation.</summary>
    public IReadOnlyList<Verdict> Current { get; init; } = [];

    /// <summary>Checks that the values read from a file are possible.</summary>
    /// <exception cref="JsonException">A value is impossible.</exception>
    internal void Check()
    {
        IEnumerable<object?> parts = [.. History, .. Measures, .. Current];
        if (parts.Contains(null))
            throw new JsonException("a part of the diagnosis is missing");
    }
}

/// <summary>The part of an observation that is kept.</summary>
/// <param name="Step">The number of steps done.</param>
/// <param name="Measures">Averages of the measures since the previous observation.</param>
/// <param name="Distance">The distance of the samples from the real data; null if the samples were not judged.</param>
internal sealed record PastObservation(long Step, IReadOnlyDictionary<string, double> Measures, double? Distance);
