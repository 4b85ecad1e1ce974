namespace Figment.Models.Images;

/// <summary>What to sample.</summary>
public sealed record SampleOptions
{
    /// <summary>Chooses the latents. The k-th image of a seed is the same whatever the number of images.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Of a conditional model, the classes to make: image k is of class <c>Classes[k mod Count]</c>. Empty draws classes as
    /// often as the training data has them.
    /// </summary>
    public IReadOnlyList<int> Classes { get; init; } = [];

    /// <summary>
    /// Of a conditional model, in place of <see cref="Classes"/> classes that are not told in full: image k is of one of
    /// <c>Among[k mod Count]</c>, drawn as often as the training data has them, or all alike where it has none of them.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Among { get; init; } = [];

    /// <summary>After how many images the classes that were asked for come again; 0 where none were.</summary>
    internal int Turns => Among.Count > 0 ? Among.Count : Classes.Count;

    /// <summary>All classes that were asked for.</summary>
    internal IEnumerable<int> Asked => Among.Count > 0 ? Among.SelectMany(each => each) : Classes;

    /// <summary>
    /// What latents are multiplied with: below 1 they stand closer to their mean, which makes images more typical and less
    /// diverse (the temperature of D. Kingma, P. Dhariwal, "Glow", 2018, section 6). Above 0, at most 1; 1 is as trained.
    /// </summary>
    public double Truncation { get; init; } = 1;
}
