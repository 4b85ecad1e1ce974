namespace Figment.Runs;

/// <summary>Which weights of a run.</summary>
public enum Checkpoint
{
    /// <summary>Those of the step at which the samples were best.</summary>
    Best,

    /// <summary>Those of the last step.</summary>
    Last,
}
