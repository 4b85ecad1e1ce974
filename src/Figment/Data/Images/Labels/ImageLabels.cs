using System.Globalization;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>The class numbers of images and the names of the classes.</summary>
internal static class ImageLabels
{
    /// <summary>The numbers of the classes as their names, for classes without names.</summary>
    internal static IReadOnlyList<string> Numbered(byte[] labels) =>
        [.. Enumerable.Range(0, labels.Max() + 1).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    /// <exception cref="FileFormatException">
    /// The number of labels differs from that of images, or a label has no name.
    /// </exception>
    internal static void Check(string name, int count, byte[]? labels, IReadOnlyList<string>? classNames)
    {
        if (labels is null)
            return;
        if (labels.Length != count)
        {
            throw new FileFormatException(
                $"There are {count:N0} images but {labels.Length:N0} labels; each image needs exactly one. Check that the two "
                    + $"files belong together."
            );
        }

        if (classNames is not null && classNames.Count <= labels.Max())
        {
            throw new FileFormatException(
                $"The label {labels.Max()} occurs, but {name} has only {classNames.Count} classes, numbered from 0. Check that "
                    + $"the labels belong to it."
            );
        }
    }

    /// <summary>The number of images in each class, the names of the classes, and the labels themselves, [N], uint8.</summary>
    internal static (IReadOnlyList<int> Counts, IReadOnlyList<string> Names, Tensor? Labels) Read(
        byte[]? labels,
        IReadOnlyList<string>? names
    )
    {
        if (labels is null)
            return ([], [], null);
        int[] counts = new int[Math.Max(labels.Max() + 1, names?.Count ?? 0)];
        foreach (byte label in labels)
            counts[label]++;
        return (counts, names ?? Numbered(labels), tensor(labels, [labels.Length], ScalarType.Byte).DetachFromDisposeScope());
    }
}
