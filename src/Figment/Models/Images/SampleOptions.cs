namespace Figment.Models.Images;

/// <summary>What to sample from an image model.</summary>
public sealed record SampleOptions
{
    /// <summary>The seed of the latents. For a given seed, the k-th image is the same however many images are made.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// For a conditional model, the classes of the images: image k belongs to class <c>Classes[k mod Count]</c>. If empty,
    /// classes are drawn with the frequencies at which they occur in the training data.
    /// </summary>
    public IReadOnlyList<int> Classes { get; init; } = [];

    /// <summary>
    /// For a conditional model, sets of classes to draw from, used instead of <see cref="Classes"/>. The class of image k comes
    /// from <c>Among[k mod Count]</c>: each class in this set is drawn with its frequency in the training data, or with equal
    /// probability if the training data contains none of them.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Among { get; init; } = [];

    /// <summary>The number of images after which the requested classes repeat; 0 if none were requested.</summary>
    internal int Turns => Among.Count > 0 ? Among.Count : Classes.Count;

    /// <summary>All classes that were requested.</summary>
    internal IEnumerable<int> Asked => Among.Count > 0 ? Among.SelectMany(each => each) : Classes;

    /// <summary>
    /// A factor by which the latents are multiplied. Below 1, the latents are closer to their mean, which makes images more
    /// typical and less diverse (the temperature of D. Kingma, P. Dhariwal, "Glow", 2018, section 6). Above 0 and at most 1; a
    /// value of 1 samples as trained.
    /// </summary>
    public double Truncation { get; init; } = 1;
}
