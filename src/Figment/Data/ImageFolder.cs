using Figment.Imaging;

namespace Figment.Data;

/// <summary>
/// Makes a data set of a folder of pictures of one size. Folders directly below it are classes. The order is that of the
/// relative paths, byte by byte, so the same folder gives the same data set everywhere.
/// </summary>
internal static class ImageFolder
{
    private const int MaxClasses = 256; // a label is a byte

    internal static ImageDataset Read(string path, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        FolderListing listing = FolderListing.Of(root, cancellationToken);
        if (listing.Pictures.Count == 0)
            throw new FigmentException(string.Join(' ', [$"The folder {path} holds no pictures (PNG, JPEG, BMP, GIF, WebP, TIFF).", .. listing.Notes(), "Name a folder that does."]));
        (byte[]? labels, string[] classes) = Classes(path, listing.Pictures);

        DecodedPicture?[] pictures = Decode(root, path, listing.Pictures, progress, cancellationToken);
        (ImageShape shape, byte[] pixels) = Join(path, pictures);
        return new ImageDataset(Path.GetFileName(root) is { Length: > 0 } name ? name : "pictures", shape, pixels, labels, classes) { Notes = [.. listing.Notes()] };
    }

    /// <summary>The first part of each path is its class; pictures beside class folders would have none.</summary>
    private static (byte[]? Labels, string[] Names) Classes(string path, IReadOnlyList<string> pictures)
    {
        string[] loose = [.. pictures.Where(picture => !picture.Contains('/', StringComparison.Ordinal))];
        if (loose.Length == pictures.Count) return (null, []);
        if (loose.Length > 0)
            throw new FigmentException($"The folder {path} holds both pictures ({FolderListing.Some(loose)}) and folders of pictures. Move the pictures into the folder of their class, or all into one folder.");

        string[] names = [.. pictures.Select(ClassOf).Distinct().Order(StringComparer.Ordinal)];
        if (names.Length > MaxClasses)
            throw new FigmentException($"The folder {path} has {names.Length:N0} folders of pictures, more than {MaxClasses} classes. Put the pictures into one folder to train without classes.");
        Dictionary<string, byte> numbers = names.Index().ToDictionary(entry => entry.Item, entry => (byte)entry.Index);
        return ([.. pictures.Select(picture => numbers[ClassOf(picture)])], names);
    }

    private static string ClassOf(string picture) => picture[..picture.IndexOf('/', StringComparison.Ordinal)];

    private static DecodedPicture?[] Decode(string root, string path, IReadOnlyList<string> files, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        DecodedPicture?[] pictures = new DecodedPicture?[files.Count];
        string?[] failures = new string?[files.Count];
        int done = 0;
        Lock turn = new();
        Room room = new(path, files.Count);
        ParallelOptions options = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Count, options, (i, loop) =>
        {
            try
            {
                DecodedPicture picture = PictureDecoder.Decode(Path.Combine(root, files[i]));
                pictures[i] = picture;
                if (!room.Has(picture.Shape)) loop.Stop();
            }
            catch (Exception e) when (e is FileFormatException or IOException or UnauthorizedAccessException)
            {
                failures[i] = e.Message.TrimEnd('.');
            }

            lock (turn) progress?.Report(new DataProgress(DataActivity.Decoding, path, ++done, files.Count));
        });

        room.ThrowIfExceeded();
        int[] broken = [.. Enumerable.Range(0, files.Count).Where(i => failures[i] is not null)];
        if (broken.Length == 0) return CheckSizes(path, files, pictures);
        string others = broken.Length == 1 ? "Repair or remove it."
            : $"{broken.Length - 1:N0} more cannot be read either ({FolderListing.Some([.. broken.Skip(1).Select(i => files[i])])}). Repair or remove them.";
        throw new FileFormatException($"{Path.Combine(path, files[broken[0]])} cannot be read as a picture: {failures[broken[0]]}. {others}");
    }

    private static DecodedPicture?[] CheckSizes(string path, IReadOnlyList<string> files, DecodedPicture?[] pictures)
    {
        var sizes = pictures.Index().GroupBy(entry => (entry.Item!.Shape.Width, entry.Item.Shape.Height), entry => files[entry.Index])
            .Select(group => (Size: group.Key, Count: group.Count(), Example: group.First())).OrderByDescending(size => size.Count).ToArray();
        if (sizes.Length == 1) return pictures;
        string list = string.Join(", ", sizes.Take(5).Select(size => $"{size.Size.Width}×{size.Size.Height} ({size.Count:N0}, for instance {size.Example})"));
        throw new FileFormatException($"The pictures in {path} have {sizes.Length:N0} sizes: {list}{(sizes.Length > 5 ? " …" : "")}. All must have one; resize or remove the others.");
    }

    /// <summary>One array of all pictures, in grey if all of them are; each is let go once it is copied.</summary>
    private static (ImageShape Shape, byte[] Pixels) Join(string path, DecodedPicture?[] pictures)
    {
        ImageShape shape = pictures[0]!.Shape with { Channels = pictures.Max(picture => picture!.Shape.Channels) };
        Room room = new(path, pictures.Length);
        room.Has(shape);
        room.ThrowIfExceeded();
        byte[] pixels = new byte[pictures.Length * shape.Size];
        for (int i = 0; i < pictures.Length; i++)
        {
            byte[] values = pictures[i]!.Pixels;
            for (int start = 0; start < shape.Size; start += values.Length) values.CopyTo(pixels, (i * shape.Size) + start);
            pictures[i] = null;
        }

        return (shape, pixels);
    }

    /// <summary>Notices when as many pictures as there are, of a size once seen, would not fit into one array.</summary>
    private sealed class Room(string path, int count)
    {
        private volatile string? excess;

        internal bool Has(ImageShape shape)
        {
            if ((long)count * shape.Size <= Array.MaxLength) return true;
            excess ??= $"{count:N0} pictures of {shape} in {path} do not fit into one data set, which holds {Array.MaxLength:N0} bytes. Use fewer or smaller ones.";
            return false;
        }

        internal void ThrowIfExceeded()
        {
            if (excess is not null) throw new FigmentException(excess);
        }
    }
}
