using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>So many pictures of a size.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Count">How many.</param>
/// <param name="Example">One of them, relative to the folder.</param>
internal sealed record SizeCount(int Width, int Height, int Count, string Example);

/// <summary>A picture that cannot be used.</summary>
/// <param name="File">Relative to the folder.</param>
/// <param name="Reason">Why, for instance <c>it is cut short</c>.</param>
internal sealed record BrokenPicture(string File, string Reason);

/// <summary>What a folder of pictures holds, looked at before one trains with it.</summary>
internal sealed record FolderCheck
{
    /// <summary>Files that are pictures by their endings or their content, those of a held-out part too.</summary>
    public required int Files { get; init; }

    /// <summary>The sizes of those that can be read, the most frequent first.</summary>
    public required IReadOnlyList<SizeCount> Sizes { get; init; }

    /// <summary>How many are grey.</summary>
    public required int Grey { get; init; }

    /// <summary>How many have colours.</summary>
    public required int Colour { get; init; }

    /// <summary>Those that cannot be read, by name.</summary>
    public required IReadOnlyList<BrokenPicture> Broken { get; init; }

    /// <summary>Pictures with the same pixels, whatever their format, in groups.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Duplicates { get; init; }

    /// <summary>
    /// Pictures that are nearly the same, in groups: one at another quality or size, or the frames of a film. Each is near to
    /// some other of its group. Of pictures with the same pixels the first is named.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<string>> NearDuplicates { get; init; }

    /// <summary>Pictures to train with that can be read, by class; empty where there are no classes.</summary>
    public required IReadOnlyList<(string Name, int Count)> Classes { get; init; }

    /// <summary>Where pictures have several labels, how many have each value, by column; empty otherwise.</summary>
    public IReadOnlyList<(string Column, IReadOnlyList<(string Value, int Count)> Values)> Labels { get; init; } = [];

    /// <summary>How the folder is read and what of it is left out, in sentences.</summary>
    public required IReadOnlyList<Text> LeftOut { get; init; }

    /// <summary>Whether a path is a folder, or by its ending a ZIP archive.</summary>
    /// <param name="path">The path.</param>
    public static bool Takes(string path) => Directory.Exists(path) || FileSource.IsArchive(path);

    /// <summary>Reads every picture of a folder and of those below it.</summary>
    /// <param name="path">The folder, or a ZIP archive of one.</param>
    /// <param name="pictures">
    /// What the pictures would become: they are seen on that background, and links followed or not; null is white without links.
    /// </param>
    /// <param name="progress">Hears of every picture.</param>
    /// <param name="cancellationToken">Ends it after the pictures under way.</param>
    /// <exception cref="FigmentException">The folder cannot be read, or how it is meant cannot be told.</exception>
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
        string?[] failures = new string?[files.Count];
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
