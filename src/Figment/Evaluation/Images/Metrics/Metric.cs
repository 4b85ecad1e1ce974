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
public sealed class Metric
{
    internal Metric(string name, string title, MetricGoal goal, bool isShare, string meaning, string source) =>
        (Name, Title, Goal, IsShare, Meaning, Source) = (name, title, goal, isShare, meaning, source);

    /// <summary>Its name in reports.</summary>
    public string Name { get; }

    /// <summary>Its name for people.</summary>
    public string Title { get; }

    /// <summary>In which direction it is better.</summary>
    public MetricGoal Goal { get; }

    /// <summary>Whether it is a share, to be shown in percent.</summary>
    public bool IsShare { get; }

    /// <summary>What it says, for readers who have never heard of it.</summary>
    public string Meaning { get; }

    /// <summary>Where its formula stands.</summary>
    public string Source { get; }

    /// <summary>Computes it; null where it cannot be had of these images.</summary>
    internal Func<Comparison, Estimate?> Compute { get; init; } = _ => null;

    /// <summary>
    /// What real images score, of real ones in the place of the generated ones and others to compare with. Null is
    /// <see cref="Compute"/> of these.
    /// </summary>
    internal Func<Comparison, Estimate?>? ComputeReal { get; init; }

    /// <summary>Whether it tells of classes, and so means nothing where the two sides have others.</summary>
    internal bool IsByClass { get; init; }

    /// <summary>Generated images that it is about: all, where nothing else is said.</summary>
    internal Func<Comparison, int> GeneratedCount { get; init; } = c => c.Generated.Images.Count;

    /// <summary>Real images that scored what real ones score.</summary>
    internal int RealCount(Comparison real) => ComputeReal is null ? GeneratedCount(real) : real.Reference.Images.Count;

    /// <summary>
    /// Real images that it is about: the reference, where nothing else is said; 0 where it looks at the generated ones alone.
    /// </summary>
    internal Func<Comparison, int> ReferenceCount { get; init; } = c => c.Reference.Images.Count;
}
