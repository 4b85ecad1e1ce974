namespace Figment.Runs;

/// <summary>Selects weights of a run.</summary>
public enum Checkpoint
{
    /// <summary>The weights at the step with the best samples.</summary>
    Best,

    /// <summary>The weights at the last step.</summary>
    Last,
}
