namespace Figment.Evaluation.Images;

/// <summary>In which direction a metric is better.</summary>
public enum MetricGoal
{
    /// <summary>Less is better.</summary>
    Lower,

    /// <summary>More is better.</summary>
    Higher,

    /// <summary>As near as possible to what real images score.</summary>
    LikeReal,
}

/// <summary>One number by which generated images are judged.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Goal">In which direction it is better.</param>
/// <param name="IsShare">Whether it is a share, to be shown in percent.</param>
/// <param name="Meaning">What it says, for readers who have never heard of it.</param>
/// <param name="Source">Where its formula stands.</param>
public sealed record Metric(string Name, string Title, MetricGoal Goal, bool IsShare, string Meaning, string Source)
{
    /// <summary>Computes it; null where it cannot be had of these images.</summary>
    internal Func<Comparison, Estimate?> Compute { get; init; } = _ => null;

    /// <summary>Whether it tells of classes, and so means nothing where the two sides have others.</summary>
    internal bool IsByClass { get; init; }

    /// <summary>Generated images that it is about: all, where nothing else is said.</summary>
    internal Func<Comparison, int> GeneratedCount { get; init; } = c => c.Generated.Images.Count;

    /// <summary>Real images that it is about: the reference, where nothing else is said; 0 where it looks at the generated ones alone.</summary>
    internal Func<Comparison, int> ReferenceCount { get; init; } = c => c.Reference.Images.Count;
}
