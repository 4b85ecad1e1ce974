namespace Figment.Evaluation.Images;

/// <summary>Which values of a metric are better.</summary>
public enum MetricGoal
{
    /// <summary>Lower is better.</summary>
    Lower,

    /// <summary>Higher is better.</summary>
    Higher,

    /// <summary>Closer to the score of real images is better.</summary>
    LikeReal,
}

/// <summary>A metric by which generated images are judged.</summary>
public sealed class Metric
{
    internal Metric(string name, string title, MetricGoal goal, bool isShare, string meaning, string source) =>
        (Name, Title, Goal, IsShare, Meaning, Source) = (name, title, goal, isShare, meaning, source);

    /// <summary>The name in reports.</summary>
    public string Name { get; }

    /// <summary>The name for display.</summary>
    public string Title { get; }

    /// <summary>Which of its values are better.</summary>
    public MetricGoal Goal { get; }

    /// <summary>Whether it is a share, to be shown in percent.</summary>
    public bool IsShare { get; }

    /// <summary>What it measures, for readers who have never heard of it.</summary>
    public string Meaning { get; }

    /// <summary>The paper and the equation that its formula comes from.</summary>
    public string Source { get; }

    /// <summary>Computes the metric; returns null if these images do not allow it.</summary>
    internal Func<Comparison, Estimate?> Compute { get; init; } = _ => null;

    /// <summary>
    /// Computes the score of real images: some take the place of the generated ones, and the others are what they are compared
    /// with. If this is null, <see cref="Compute"/> is applied to them.
    /// </summary>
    internal Func<Comparison, Estimate?>? ComputeReal { get; init; }

    /// <summary>Whether it depends on classes, and so means nothing if the two sides have different classes.</summary>
    internal bool IsByClass { get; init; }

    /// <summary>Returns the number of generated images measured; all by default.</summary>
    internal Func<Comparison, int> GeneratedCount { get; init; } = c => c.Generated.Images.Count;

    /// <summary>Returns the number of real images that were scored in place of generated ones.</summary>
    internal int RealCount(Comparison real) => ComputeReal is null ? GeneratedCount(real) : real.Reference.Images.Count;

    /// <summary>
    /// Returns the number of real images measured: the whole reference by default; 0 if it uses only generated images.
    /// </summary>
    internal Func<Comparison, int> ReferenceCount { get; init; } = c => c.Reference.Images.Count;
}
