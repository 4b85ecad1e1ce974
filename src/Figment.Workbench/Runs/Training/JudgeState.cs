using Figment.Diagnosis;

namespace Figment.Runs;

/// <summary>
/// What a <see cref="RunJudge"/> knows between two reports; each checkpoint has it, so that judging goes on with the training.
/// </summary>
internal sealed record JudgeState
{
    /// <summary>What was seen and told of what goes wrong.</summary>
    public DiagnosisState Diagnosis { get; init; } = new();

    /// <summary>When the samples were best; null where they were never looked at.</summary>
    public JudgedStep? Best { get; init; }

    /// <summary>When they were last looked at.</summary>
    public JudgedStep? Last { get; init; }

    /// <summary>How many items had been learned from at the last look.</summary>
    public long LookedAt { get; init; }
}
