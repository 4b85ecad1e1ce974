using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>A picture size, and the number of pictures with it.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Count">The number of pictures.</param>
/// <param name="Example">The path of one of them, relative to the folder.</param>
internal sealed record SizeCount(int Width, int Height, int Count, string Example);

/// <summary>A picture that cannot be used.</summary>
/// <param name="File">The path relative to the folder.</param>
/// <param name="Reason">The reason, for instance <c>it is cut short</c>.</param>
internal sealed record BrokenPicture(string File, OptionSentence Reason);

/// <summary>The findings of a check of a folder of pictures, before training.</summary>
internal sealed record FolderCheck
{
    /// <summary>
    /// The number of files recognised as pictures by their extension or their content, including those of a held-out part.
    /// </summary>
    public required int Files { get; init; }

    /// <summary>The sizes of the readable pictures, the most frequent first.</summary>
    public required IReadOnlyList<SizeCount> Sizes { get; init; }

    /// <summary>The number of grey pictures.</summary>
    public required int Grey { get; init; }

    /// <summary>The number of colour pictures.</summary>
    public required int Colour { get; init; }

    /// <summary>The pictures that cannot be read, by name.</summary>
    public required IReadOnlyList<BrokenPicture> Broken { get; init; }

    /// <summary>Groups of pictures with the same pixels, whatever their format.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Duplicates { get; init; }

    /// <summary>
    /// Groups of nearly identical pictures: the same picture in another quality or size, or the frames of a video. Each picture
    /// is close to at least one other picture in its group. If several pictures have the same pixels, only the first is listed.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<string>> NearDuplicates { get; init; }

    /// <summary>The number of readable training pictures in each class; empty if there are no classes.</summary>
    public required IReadOnlyList<(string Name, int Count)> Classes { get; init; }

    /// <summary>
    /// For each column of labels, the number of pictures with each value; empty unless pictures have several labels.
    /// </summary>
    public IReadOnlyList<(string Column, IReadOnlyList<(string Value, int Count)> Values)> Labels { get; init; } = [];

    /// <summary>How the folder is read and what is left out, in sentences.</summary>
    public required IReadOnlyList<Text> LeftOut { get; init; }

    /// <summary>Whether a path is a folder or, by its extension, a ZIP archive.</summary>
    /// <param name="path">The path.</param>
    public static bool Takes(string path) => Directory.Exists(path) || FileSource.IsArchive(path);

    /// <summary>Reads every picture of a folder and its subfolders.</summary>
    /// <param name="path">The folder, or a ZIP archive of a folder.</param>
    /// <param name="pictures">
    /// The options for reading the pictures, which give the background and whether links are followed; null means a white
    /// background and no followed links.
    /// </param>
    /// <param name="progress">Receives a report for every picture.</param>
    /// <param name="cancellationToken">Stops the reading once the pictures that are being decoded are finished.</param>
    /// <exception cref="FigmentException">The folder cannot be read or is ambiguous.</exception>
    public static FolderCheck Of(
        string path,
        PictureOptions? pictures = null,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(path);
        OptionsValidator.ThrowIfInvalid(pictures ??= new PictureOptions());
        using FileSource source = FileSource.Open(path, pictures.FollowLinks, cancellationToken);
        FolderLayout layout = FolderLayout.OrUnsorted(source, PictureFiles.Instance, pictures.Choice, cancellationToken);
        LayoutPart training = layout.Train;
        IReadOnlyList<string> files = [.. training.Files, .. layout.Test?.Files ?? []];
        OptionSentence?[] failures = new OptionSentence?[files.Count];
        int[] channels = new int[files.Count];
        (int Width, int Height)[] sizes = new (int, int)[files.Count];
        PictureFingerprint?[] prints = new PictureFingerprint?[files.Count];
        PictureColour background = pictures.Paper;
        PictureNotes pictured = new(files.Count);
        int done = 0;
        Lock turn = new();
        ImageFolder.ForEach(
            source,
            files,
            failures,
            0,
            failures.Length,
            (i, content) =>
            {
                try
                {
                    DecodedPicture picture = PictureDecoder.Decode(content, background: background);
                    pictured.Add(i, picture);
                    (sizes[i], channels[i], prints[i]) = (
                        PictureDecoder.Measure(content),
                        picture.Shape.Channels,
                        PictureFingerprint.Of(picture)
                    );
                }
                finally
                {
                    lock (turn)
                        progress?.Report(new DataProgress(DataActivity.Decoding, path, ++done, files.Count));
                }
            },
            cancellationToken
        );

        int[] read = [.. Enumerable.Range(0, files.Count).Where(i => prints[i] is not null)];
        return new FolderCheck
        {
            Files = files.Count,
            Sizes =
            [
                .. read.GroupBy(i => sizes[i])
                    .Select(group => new SizeCount(group.Key.Width, group.Key.Height, group.Count(), files[group.First()]))
                    .OrderByDescending(size => size.Count),
            ],
            Grey = read.Count(i => channels[i] == 1),
            Colour = read.Count(i => channels[i] == 3),
            Broken =
            [
                .. Enumerable
                    .Range(0, files.Count)
                    .Where(i => failures[i] is not null)
                    .Select(i => new BrokenPicture(files[i], failures[i]!)),
            ],
            Duplicates =
            [
                .. read.Where(i => !pictured.HasVanished(i))
                    .GroupBy(i => prints[i]!.Sha256)
                    .Where(group => group.Skip(1).Any())
                    .Select(group => (IReadOnlyList<string>)[.. group.Select(i => files[i])]),
            ],
            NearDuplicates =
            [
                .. NearPictures
                    .Groups([.. read.Select(i => prints[i]!)], cancellationToken)
                    .Select(group => (IReadOnlyList<string>)[.. group.Select(i => files[read[i]])]),
            ],
            Classes =
            [
                .. read.Where(i => i < training.Files.Count && training.Labels is not null)
                    .GroupBy(i => training.Labels![i])
                    .OrderBy(group => group.Key)
                    .Select(group => (layout.Classes[group.Key], group.Count())),
            ],
            Labels =
                layout.Table?.Counts([
                    .. layout.Classes.Select(
                        (_, number) => read.Count(i => i < training.Files.Count && training.Labels![i] == number)
                    ),
                ])
                ?? [],
            LeftOut = [.. layout.Notes, .. pictured.On(files)],
        };
    }
}
