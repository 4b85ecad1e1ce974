using Figment.Imaging;

namespace Figment.Data;

/// <summary>What a model has to know of the data that it is made for.</summary>
/// <param name="Shape">The shape of every image.</param>
/// <param name="ClassCounts">Images per class, by class number; empty where there are no labels.</param>
public sealed record DataDescription(ImageShape Shape, IReadOnlyList<int> ClassCounts)
{
    /// <summary>Data without labels.</summary>
    /// <param name="shape">The shape of every image.</param>
    public DataDescription(ImageShape shape)
        : this(shape, [])
    {
    }
}
