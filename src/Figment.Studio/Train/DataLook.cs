using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Studio.Train;

/// <summary>
/// What is to be known of data before one trains with it: each picture of a folder looked over, and what training would learn
/// from, found by doing what it does first.
/// </summary>
public sealed record DataLook
{
    private const int PreviewColumns = 10,
        MostPreviewPixels = 720;

    /// <summary>Every picture of it; null where it is no folder or archive of pictures.</summary>
    internal FolderCheck? Folder { get; private init; }

    /// <summary>How many images training would learn from.</summary>
    internal int Count { get; private init; }

    /// <summary>Their shape.</summary>
    internal ImageShape Shape { get; private init; } = new(1, 1, 1);

    /// <summary>Their classes; empty without labels.</summary>
    internal IReadOnlyList<(string Name, int Count)> Classes { get; private init; } = [];

    /// <summary>Where images have several labels, how many have each value, by column; empty otherwise.</summary>
    internal IReadOnlyList<(string Column, IReadOnlyList<(string Value, int Count)> Values)> Labels { get; private init; } = [];

    /// <summary>What would be done to pictures, and what is left out.</summary>
    internal IReadOnlyList<Text> Notes { get; private init; } = [];

    /// <summary>Some of the images as training would see them, of each class in turns; a PNG.</summary>
    internal byte[] Preview { get; private init; } = [];

    /// <summary>Why training would refuse it; null where it would not.</summary>
    internal string? Refusal { get; private init; }

    /// <summary>Whether some class is so rare that it will be learned badly.</summary>
    internal bool IsUnbalanced { get; private init; }

    /// <summary>Whether a discriminator could learn them by heart.</summary>
    internal bool IsSmall { get; private init; }

    /// <summary>Looks at data.</summary>
    /// <param name="source">A name or a path (<see cref="Datasets.Open"/>).</param>
    /// <param name="pictures">What the pictures of a folder become.</param>
    /// <param name="progress">Hears of every picture, from any thread.</param>
    /// <param name="cancellationToken">Ends it after the pictures under way.</param>
    internal static DataLook Of(
        string source,
        PictureOptions? pictures,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        FolderCheck? folder = null;
        try
        {
            if (FolderCheck.Takes(source))
                folder = FolderCheck.Of(source, pictures, progress, cancellationToken) is { Files: > 0 } pictured
                    ? pictured
                    : null;
            using ImageDataset data = Datasets.Open(source, DataPart.Train, pictures, progress, cancellationToken);
            data.EnsureContents();
            int columns = Math.Clamp(MostPreviewPixels / data.Shape.Width, 1, PreviewColumns);
            return new DataLook
            {
                Folder = folder,
                Count = data.Count,
                Shape = data.Shape,
                Classes = [.. data.ClassNames.Zip(data.ClassCounts)],
                Labels = data.Table?.Counts(data.ClassCounts) ?? [],
                IsUnbalanced = data.IsUnbalanced(),
                IsSmall = data.IsSmall(),
                Notes = data.Notes,
                Preview = data.Preview(columns).ToGrid(columns, scale: columns == PreviewColumns ? 2 : 1).ToPng(),
            };
        }
        catch (FigmentException e)
        {
            return new DataLook
            {
                Folder = folder,
                Notes = folder?.LeftOut ?? [],
                Refusal = e.Message,
            };
        }
    }
}
