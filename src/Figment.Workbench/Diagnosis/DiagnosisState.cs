using System.Text.Json;

namespace Figment.Diagnosis;

/// <summary>
/// What a <see cref="TrainingDiagnosis"/> knows between two reports; with it, it goes on as if it had never stopped.
/// </summary>
internal sealed record DiagnosisState
{
    /// <summary>
    /// All that was observed; of the samples only how far they were from what is real, which is all that is asked of the past.
    /// </summary>
    public IReadOnlyList<PastObservation> History { get; init; } = [];

    /// <summary>The measures reported since the last observation.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>> Measures { get; init; } = [];

    /// <summary>What was told, which is told once in a run.</summary>
    public IReadOnlyList<VerdictKind> Told { get; init; } = [];

    /// <summary>What held at the last observation, be it for the first time.</summary>
    public IReadOnlyList<VerdictKind> Before { get; init; } = [];

    /// <summary>What holds by the latest look.</summary>
    public IReadOnlyList<Verdict> Current { get; init; } = [];

    /// <summary>Makes sure that what a file says can be.</summary>
    /// <exception cref="JsonException">It cannot.</exception>
    internal void Check()
    {
        IEnumerable<object?> parts = [.. History, .. Measures, .. Current];
        if (parts.Contains(null))
            throw new JsonException("what its judge knows has a hole");
    }
}

/// <summary>What stays of an observation.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Measures">Averages of what the steps measured since the observation before.</param>
/// <param name="Distance">How far samples were from what is real; null where they were not looked at.</param>
internal sealed record PastObservation(long Step, IReadOnlyDictionary<string, double> Measures, double? Distance);
