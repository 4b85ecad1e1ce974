using Figment.Backend;
using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>
/// Creates a data set from one part of a folder of pictures, or of a ZIP archive of a folder, as <see cref="FolderLayout"/>
/// interprets it. The order is that of the relative paths, byte by byte, so the same folder gives the same data set everywhere.
/// </summary>
internal static class ImageFolder
{
    /// <summary>Whether a folder or archive of pictures has a held-out part.</summary>
    /// <exception cref="FigmentException">The folder or archive cannot be read.</exception>
    internal static bool HasTestPart(string path, PictureOptions? options, CancellationToken cancellationToken)
    {
        using FileSource source = FileSource.Open(path, options?.FollowLinks == true, cancellationToken);
        return FolderLayout.Of(source, PictureFiles.Instance, cancellationToken, options?.Choice).Test is not null;
    }

    internal static ImageDataset Read(
        string path,
        DataPart part,
        PictureOptions options,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using OpenFolder source = Open(path, part, options, cancellationToken);
        OptionSentence?[] failures = new OptionSentence?[source.Files.Count];
        PicturePlan plan = Measure(source, options, failures, cancellationToken);
        TorchLibrary.Load();
        using JoinedPixels joined = new(path, failures.Length);
        Decode(source, failures, plan, picture => joined.Add(picture.Pixels, picture.Shape), progress, cancellationToken);

        int[] read = Readable(source, options, failures);
        (byte[]? labels, string[] classes, LabelTable? table) = Classes(source, read);
        return ImageDataset.Of(
            source.Name,
            joined.Take(),
            labels,
            classes,
            table,
            plan.Notes(source, failures),
            plan.Pictures(options, source.Layout),
            source.Layout.WhyNoClasses
        );
    }

    /// <summary>Packs the pictures into the same data set that <see cref="Read"/> returns.</summary>
    internal static void Pack(
        string path,
        DataPart part,
        PictureOptions options,
        PackWriter writer,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using OpenFolder source = Open(path, part, options, cancellationToken);
        OptionSentence?[] failures = new OptionSentence?[source.Files.Count];
        PicturePlan plan = Measure(source, options, failures, cancellationToken);
        writer.MakeRoom(source.Layout.Classes, source.Layout.Table);
        Decode(source, failures, plan, picture => writer.Add(picture.Pixels, picture.Shape), progress, cancellationToken);

        int[] read = Readable(source, options, failures);
        (byte[]? labels, string[] classes, LabelTable? table) = Classes(source, read);
        writer.Finish(source.Name, labels, classes, table, plan.Notes(source, failures), plan.Pictures(options, source.Layout));
    }

    private static OpenFolder Open(string path, DataPart part, PictureOptions options, CancellationToken cancellationToken)
    {
        OptionsValidator.ThrowIfInvalid(options);
        FileSource source = FileSource.Open(path, options.FollowLinks, cancellationToken);
        try
        {
            FolderLayout layout = FolderLayout.Of(source, PictureFiles.Instance, cancellationToken, options.Choice);
            if (layout.Train.Files.Count == 0)
                throw new FigmentException(
                    OptionSentence.Paragraph([
                        OptionSentence.Of($"{source.Subject} holds no pictures (PNG, JPEG, BMP, GIF, WebP, TIFF)."),
                        .. layout.Notes.Select(note => OptionSentence.Of($"{note}")),
                        "Name a folder or archive that contains pictures.",
                    ])
                );
            if (part == DataPart.Test && layout.Test is null)
                throw new FigmentException(
                    $"{source.Subject} has no test part. A test part is a folder named test beside a folder named train."
                );
            return new OpenFolder(source, layout, part);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Held-out pictures get the same size and form as the training pictures.</summary>
    private static PicturePlan Measure(
        OpenFolder source,
        PictureOptions options,
        OptionSentence?[] failures,
        CancellationToken cancellationToken
    )
    {
        (int Width, int Height)?[] sizes = Measure(source, source.Files, failures, cancellationToken);
        (int, int)[] training =
        [
            .. (
                source.Part == DataPart.Train || options.Size is not null
                    ? sizes
                    : Measure(
                        source,
                        source.Layout.Train.Files,
                        new OptionSentence?[source.Layout.Train.Files.Count],
                        cancellationToken
                    )
            ).OfType<(int, int)>(),
        ];
        PictureTarget? target = training.Length > 0 ? options.Choose(training) : null;
        if (
            target is null
            && source.Part == DataPart.Test
            && training.Length > 0
            && sizes.OfType<(int, int)>().Any(size => size != training[0])
        )
            target = (options with { Size = new PictureSize(training[0].Item1, training[0].Item2) }).Choose([
                .. sizes.OfType<(int, int)>(),
            ]);
        return new PicturePlan(sizes, target, options.Paper, new PictureNotes(failures.Length));
    }

    private static (int Width, int Height)?[] Measure(
        OpenFolder source,
        IReadOnlyList<string> files,
        OptionSentence?[] failures,
        CancellationToken cancellationToken
    )
    {
        (int Width, int Height)?[] sizes = new (int, int)?[failures.Length];
        ForEach(
            source.Source,
            files,
            failures,
            0,
            failures.Length,
            (i, content) => sizes[i] = PictureDecoder.Measure(content),
            cancellationToken
        );
        return sizes;
    }

    /// <summary>The indices of the readable pictures.</summary>
    private static int[] Readable(OpenFolder source, PictureOptions options, OptionSentence?[] failures)
    {
        int[] read = [.. Enumerable.Range(0, failures.Length).Where(i => failures[i] is null)];
        if (read.Length < failures.Length && (!options.SkipBroken || read.Length == 0))
            ThrowBroken(source, failures);
        return read;
    }

    /// <summary>
    /// The classes of the readable pictures. In the training part, classes without readable pictures are dropped.
    /// </summary>
    private static (byte[]? Labels, string[] Names, LabelTable? Table) Classes(OpenFolder source, int[] read)
    {
        IReadOnlyList<string> names = source.Layout.Classes;
        if (source.Layout.Part(source.Part).Labels is not IReadOnlyList<byte> all)
            return (null, [], null);
        byte[] labels = [.. read.Select(i => all[i])];
        if (source.Part == DataPart.Test || labels.Distinct().Count() == names.Count)
            return (labels, [.. names], source.Layout.Table);
        byte[] left = [.. labels.Distinct().Order()];
        return (
            [.. labels.Select(label => (byte)Array.IndexOf(left, label))],
            [.. left.Select(label => names[label])],
            source.Layout.Table?.Only(left.Select(label => (int)label))
        );
    }

    /// <summary>Decodes the pictures in blocks and hands over the readable ones, one by one.</summary>
    private static void Decode(
        OpenFolder source,
        OptionSentence?[] failures,
        PicturePlan plan,
        Action<DecodedPicture> take,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        int done = 0;
        Lock turn = new();
        for (int start = 0; start < failures.Length; )
        {
            int first = start;
            DecodedPicture?[] pictures = new DecodedPicture?[plan.AtOnce(first)];
            ForEach(
                source.Source,
                source.Files,
                failures,
                first,
                pictures.Length,
                (i, content) =>
                {
                    try
                    {
                        if (failures[i] is null)
                            pictures[i - first] = plan.Decode(i, content);
                    }
                    finally
                    {
                        lock (turn)
                            progress?.Report(
                                new DataProgress(DataActivity.Decoding, source.Source.Path, ++done, failures.Length)
                            );
                    }
                },
                cancellationToken
            );
            foreach (DecodedPicture picture in pictures.OfType<DecodedPicture>())
                take(picture);
            start += pictures.Length;
        }
    }

    /// <summary>Processes each file on all cores, and records why it failed.</summary>
    internal static void ForEach(
        FileSource source,
        IReadOnlyList<string> files,
        OptionSentence?[] failures,
        int first,
        int count,
        Action<int, byte[]> action,
        CancellationToken cancellationToken
    ) =>
        Parallel.For(
            first,
            first + count,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i =>
            {
                try
                {
                    action(i, source.Read(files[i], PictureDecoder.MaxFileLength));
                }
                catch (Exception e) when (e is FileFormatException || Storage.IsFailure(e))
                {
                    failures[i] = OptionSentence.Reason(e);
                }
            }
        );

    private static void ThrowBroken(OpenFolder source, OptionSentence?[] failures)
    {
        IReadOnlyList<string> files = source.Files;
        int[] broken = [.. Enumerable.Range(0, files.Count).Where(i => failures[i] is not null)];
        OptionSentence others =
            broken.Length == 1
                ? "Repair or remove it"
                : OptionSentence.Of(
                    $"{broken.Length - 1:N0} more cannot be read either "
                        + $"({FolderListing.Some([.. broken.Skip(1).Select(i => files[i])])}). Repair or remove them"
                );
        throw new FileFormatException(
            OptionSentence.Of(
                $"{source.Source.FullName(files[broken[0]])} cannot be read as a picture: {failures[broken[0]]}. {others}, or "
                    + $"omit such pictures ({new OptionName(nameof(PictureOptions.SkipBroken))})."
            )
        );
    }
}
