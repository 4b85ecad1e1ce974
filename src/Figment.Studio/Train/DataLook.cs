using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Studio.Words;

namespace Figment.Studio.Train;

/// <summary>
/// The result of checking data before training: a check of every picture in a folder, and a description of what the model would
/// learn from. The description comes from carrying out the first stages of training.
/// </summary>
public sealed record DataLook
{
    private const int PreviewColumns = 10,
        MostPreviewPixels = 720;

    /// <summary>The check of every picture; null if the data is not a folder or archive of pictures.</summary>
    internal FolderCheck? Folder { get; private init; }

    /// <summary>The number of images that training would use.</summary>
    internal int Count { get; private init; }

    /// <summary>Their shape.</summary>
    internal ImageShape Shape { get; private init; } = new(1, 1, 1);

    /// <summary>Their classes; empty without labels.</summary>
    internal IReadOnlyList<(string Name, int Count)> Classes { get; private init; } = [];

    /// <summary>The number of images with each value, by column, if images have several labels; empty otherwise.</summary>
    internal IReadOnlyList<(string Column, IReadOnlyList<(string Value, int Count)> Values)> Labels { get; private init; } = [];

    /// <summary>Notes on how pictures would be prepared, and what would be skipped.</summary>
    internal IReadOnlyList<Text> Notes { get; private init; } = [];

    /// <summary>A PNG of some images as training would see them, cycling through the classes.</summary>
    internal byte[] Preview { get; private init; } = [];

    /// <summary>Why training would reject the data; null if it would not.</summary>
    internal Text? Refusal { get; private init; }

    /// <summary>Whether a class is so rare that the model will not learn it well.</summary>
    internal bool IsUnbalanced { get; private init; }

    /// <summary>Whether a discriminator could memorise the images.</summary>
    internal bool IsSmall { get; private init; }

    /// <summary>Checks data.</summary>
    /// <param name="source">A name or a path (<see cref="Datasets.Open"/>).</param>
    /// <param name="pictures">How to read the pictures of a folder.</param>
    /// <param name="progress">Receives the progress of every picture, on any thread.</param>
    /// <param name="cancellationToken">Stops the check after the current pictures.</param>
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
                Refusal = ErrorTexts.Of(e),
            };
        }
    }
}
