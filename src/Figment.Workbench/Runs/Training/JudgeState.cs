using Figment.Diagnosis;

namespace Figment.Runs;

/// <summary>
/// The state of a <see cref="RunJudge"/> between two reports; each checkpoint stores it, so that judging continues with the
/// training.
/// </summary>
internal sealed record JudgeState
{
    /// <summary>The state of the diagnosis.</summary>
    public DiagnosisState Diagnosis { get; init; } = new();

    /// <summary>The step with the best samples; null if they were never judged.</summary>
    public JudgedStep? Best { get; init; }

    /// <summary>The last step at which the samples were judged.</summary>
    public JudgedStep? Last { get; init; }

    /// <summary>The number of items that the model had learned from at the last evaluation.</summary>
    public long LookedAt { get; init; }
}
