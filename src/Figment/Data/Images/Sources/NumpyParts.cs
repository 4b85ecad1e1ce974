using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Figment.Data.Folders;
using Figment.Formats;

namespace Figment.Data.Images;

/// <summary>
/// Which of the arrays of an archive are the images, and which their labels, by their names: <c>x_train</c> and <c>y_train</c>,
/// <c>test_images</c> and <c>test_labels</c>, or one array alone.
/// </summary>
internal static partial class NumpyParts
{
    private static readonly HashSet<string> Labels = ["y", "label", "labels", "target", "targets", "class", "classes"], Images = ["x", "image", "images", "img", "imgs", "data", "pictures"];

    private enum Role
    {
        Unknown,
        Images,
        Labels,
    }

    /// <summary>Whether some array is for testing.</summary>
    internal static bool HasTestPart(string path)
    {
        if (!Path.GetExtension(path).Equals(NumpyArchive.Extension, StringComparison.OrdinalIgnoreCase) || !File.Exists(path)) return false;
        try
        {
            using NumpyArchive archive = NumpyArchive.Open(path);
            return archive.Entries().Any(entry => IsImages(entry) && PartOf(entry.Name) == "test");
        }
        catch (FigmentException)
        {
            return false; // whoever opens it is told
        }
    }

    /// <summary>Chooses the images of a part, and the labels that go with them.</summary>
    /// <exception cref="FileFormatException">There are none, or several.</exception>
    internal static (string Images, byte[]? Labels, IReadOnlyList<Text> Notes) Choose(NumpyArchive archive, DataPart part, string path)
    {
        IReadOnlyList<NumpyEntry> all = archive.Entries();
        NumpyEntry[] images = [.. all.Where(IsImages)];
        string wanted = part == DataPart.Test ? "test" : "train";
        NumpyEntry[] those = [.. images.Where(entry => PartOf(entry.Name) == wanted)];
        if (those.Length == 0 && part == DataPart.Train) those = [.. images.Where(entry => PartOf(entry.Name) is null)];
        if (those.Length > 1 && those.Count(entry => RoleOf(entry.Name) == Role.Images) == 1) those = [.. those.Where(entry => RoleOf(entry.Name) == Role.Images)];
        if (those.Length == 0 && all.Count == 1) those = [.. all]; // its shape is explained
        if (those.Length != 1)
        {
            throw new FileFormatException(those.Length == 0
                ? $"{path} has no array of images{(part == DataPart.Test ? " to test with" : "")} among {Described(all)}. Images are count × height × width, with or without channels."
                : $"{path} has several arrays of images: {Described(those)}. Save the one that is meant with numpy.save.");
        }

        NumpyEntry chosen = those[0];
        NumpyEntry? beside = all.Where(entry => entry != chosen && IsLabels(entry) && PartOf(entry.Name) == PartOf(chosen.Name))
            .OrderBy(entry => SizeOf(entry.Header, chosen.Header.Shape[0]) is null).ThenBy(entry => Words(entry.Name).Length).ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .FirstOrDefault(); // not by their order in the file: names of classes may stand before the labels
        List<Text> notes = [];
        byte[]? labels = null;
        if (beside is not null)
        {
            labels = LabelsOf(archive, beside, chosen.Header.Shape[0], out Text? reason);
            notes.Add(reason ?? WordTable.Template("note.numpy.labels").Fill(("images", chosen.Name), ("labels", beside.Name)));
        }

        string[] others = [.. all.Where(entry => entry != chosen && entry != beside).Select(entry => entry.Name)];
        if (others.Length > 0)
        {
            notes.Add(WordTable.Template("note.numpy.chosen").Fill(
                ("all", $"{all.Count}"), ("images", chosen.Name), ("some", FolderListing.Some(others))));
        }

        return (chosen.Name, labels, notes);
    }

    private static bool IsImages(NumpyEntry entry) => entry.Header.Shape.Count is 3 or 4 && RoleOf(entry.Name) != Role.Labels;

    private static bool IsLabels(NumpyEntry entry) => RoleOf(entry.Name) == Role.Labels || (entry.Name == "arr_1" && entry.Header.Shape.Count == 1);

    /// <summary>Labels of one whole number from 0 to 255 each; otherwise why they are not used.</summary>
    private static byte[]? LabelsOf(NumpyArchive archive, NumpyEntry entry, long images, out Text? reason)
    {
        NumpyHeader header = entry.Header;
        if (SizeOf(header, images) is not int size)
        {
            reason = WordTable.Template("note.numpy.noLabels").Fill(("array", entry.Name), ("count", WordTable.Number(images)));
            return null;
        }

        using Stream stream = archive.Stream(entry.Name);
        _ = NumpyHeader.Read(stream, archive.Full(entry.Name));
        if (header.Count(stream.Length - stream.Position, size) is null) throw new FileFormatException($"{archive.Full(entry.Name)} ends before its values do. It is damaged.");
        byte[] labels = new byte[images], value = new byte[size];
        for (int i = 0; i < labels.Length; i++)
        {
            if (stream.ReadAtLeast(value, size, throwOnEndOfStream: false) < size) throw new FileFormatException($"{archive.Full(entry.Name)} ends before its values do. It is damaged.");
            long number = Number(value, header);
            if (number is < byte.MinValue or > byte.MaxValue)
            {
                reason = WordTable.Template("note.numpy.outside").Fill(("array", entry.Name), ("value", $"{number}"));
                return null;
            }

            labels[i] = (byte)number;
        }

        reason = null;
        return labels;
    }

    /// <summary>The bytes of a label where an array has a whole number for each image; else null.</summary>
    private static int? SizeOf(NumpyHeader header, long images)
    {
        const int MostLabels = 1 << 28;
        int size = header.Descr.Trim('\'', '"') is [_, 'i' or 'u' or 'b', >= '1' and <= '8'] type ? type[2] - '0' : 0;
        bool isRow = header.Shape is [_] or [_, 1];
        return size is 1 or 2 or 4 or 8 && isRow && header.Shape[0] == images && images <= MostLabels ? size : null;
    }

    private static long Number(ReadOnlySpan<byte> bytes, NumpyHeader header) => (bytes.Length, header.IsBigEndian, header.Descr.Contains('i', StringComparison.Ordinal)) switch
    {
        (1, _, true) => (sbyte)bytes[0],
        (1, _, false) => bytes[0],
        (2, false, true) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        (2, true, true) => BinaryPrimitives.ReadInt16BigEndian(bytes),
        (2, false, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, true, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, false, true) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        (4, true, true) => BinaryPrimitives.ReadInt32BigEndian(bytes),
        (4, false, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, true, false) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (_, false, _) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        (_, true, _) => BinaryPrimitives.ReadInt64BigEndian(bytes),
    };

    private static string? PartOf(string name) => Words(name).Select(word => word switch
    {
        "train" or "training" or "tr" => "train",
        "test" or "testing" or "te" => "test",
        "val" or "valid" or "validation" or "dev" => "val",
        _ => null,
    }).FirstOrDefault(part => part is not null);

    private static Role RoleOf(string name) => Words(name).Any(Labels.Contains) ? Role.Labels : Words(name).Any(Images.Contains) ? Role.Images : Role.Unknown;

    /// <summary><c>xTrain</c>, <c>XTrain</c> and <c>X_train</c> are two words each.</summary>
    private static string[] Words(string name) => [.. Word().Matches(name).Select(match => match.Value.ToLowerInvariant())];

    private static string Described(IEnumerable<NumpyEntry> entries) =>
        FolderListing.Some([.. entries.Select(entry => $"{entry.Name} ({string.Join(" × ", entry.Header.Shape)})")]);

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();
}
