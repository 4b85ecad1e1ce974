using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Figment.Data.Folders;
using Figment.Formats;

namespace Figment.Data.Images;

/// <summary>
/// Finds the arrays of an archive that hold images or other items and their labels, by their names: <c>x_train</c> and
/// <c>y_train</c>, <c>test_images</c> and <c>test_labels</c>, or a single array.
/// </summary>
internal static partial class NumpyParts
{
    private static readonly HashSet<string> Labels = ["y", "label", "labels", "target", "targets", "class", "classes"];

    /// <summary>Whether an archive has an array for testing.</summary>
    internal static bool HasTestPart(string path, NumpyItems items)
    {
        if (!Path.GetExtension(path).Equals(NumpyArchive.Extension, StringComparison.OrdinalIgnoreCase) || !File.Exists(path))
            return false;
        try
        {
            using NumpyArchive archive = NumpyArchive.Open(path);
            return archive.Entries().Any(entry => IsItems(entry, items) && PartOf(entry.Name) == "test");
        }
        catch (FigmentException)
        {
            return false; // reported when the archive is opened
        }
    }

    /// <summary>Whether an array holds items.</summary>
    internal static bool IsItems(NumpyEntry entry, NumpyItems items) => items.Fit(entry.Header) && !IsCalledLabels(entry.Name);

    /// <summary>Chooses the items of a part and their labels.</summary>
    /// <exception cref="FileFormatException">There are no such items, or several arrays of them.</exception>
    internal static (string Items, byte[]? Labels, IReadOnlyList<Text> Notes) Choose(
        NumpyArchive archive,
        DataPart part,
        string path,
        NumpyItems items
    )
    {
        IReadOnlyList<NumpyEntry> all = archive.Entries();
        NumpyEntry[] possible = [.. all.Where(entry => IsItems(entry, items))];
        string wanted = part == DataPart.Test ? "test" : "train";
        NumpyEntry[] those = [.. possible.Where(entry => PartOf(entry.Name) == wanted)];
        if (those.Length == 0 && part == DataPart.Train)
            those = [.. possible.Where(entry => PartOf(entry.Name) is null)];
        NumpyEntry[] called = [.. those.Where(entry => Words(entry.Name).Any(items.Names.Contains))];
        if (called.Length == 1)
            those = called;
        if (those.Length == 0 && all.Count == 1)
            those = [.. all]; // a later error explains its shape
        if (those.Length != 1)
        {
            throw new FileFormatException(
                those.Length == 0
                    ? OptionSentence.Of(
                        $"{path} has no array of "
                            + $"{items.Plural}{(part == DataPart.Test ? OptionSentence.Of($" to test with") : "")} among "
                            + $"{Described(all)}. {items.Shapes}"
                    )
                    : OptionSentence.Of(
                        $"{path} has several arrays of {items.Plural}: {Described(those)}. Save only the array that you want, "
                            + $"with numpy.save."
                    )
            );
        }

        NumpyEntry chosen = those[0];
        NumpyEntry? beside = all.Where(entry => entry != chosen && IsLabels(entry) && PartOf(entry.Name) == PartOf(chosen.Name))
            .OrderBy(entry => SizeOf(entry.Header, chosen.Header.Shape[0]) is null)
            .ThenBy(entry => Words(entry.Name).Length)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .FirstOrDefault(); // not by their order in the file: class names may come before the labels
        List<Text> notes = [];
        byte[]? labels = null;
        if (beside is not null)
        {
            labels = LabelsOf(archive, beside, chosen.Header.Shape[0], items, out Text? reason);
            notes.Add(reason ?? WordTable.Template("note.numpy.labels").Fill(("images", chosen.Name), ("labels", beside.Name)));
        }

        string[] others = [.. all.Where(entry => entry != chosen && entry != beside).Select(entry => entry.Name)];
        if (others.Length > 0)
        {
            notes.Add(
                WordTable
                    .Template("note.numpy.chosen")
                    .Fill(
                        ("all", $"{all.Count}"),
                        ("images", chosen.Name),
                        ("items", items.Plural),
                        ("some", FolderListing.Some(others))
                    )
            );
        }

        return (chosen.Name, labels, notes);
    }

    private static bool IsLabels(NumpyEntry entry) =>
        IsCalledLabels(entry.Name) || (entry.Name == "arr_1" && entry.Header.Shape.Count == 1);

    /// <summary>The labels, if each is one whole number from 0 to 255; otherwise the reason why they are not used.</summary>
    private static byte[]? LabelsOf(NumpyArchive archive, NumpyEntry entry, long count, NumpyItems items, out Text? reason)
    {
        NumpyHeader header = entry.Header;
        if (SizeOf(header, count) is not int size)
        {
            reason = WordTable
                .Template("note.numpy.noLabels")
                .Fill(("array", entry.Name), ("count", WordTable.Number(count)), ("items", items.Plural));
            return null;
        }

        using Stream stream = archive.Stream(entry.Name);
        _ = NumpyHeader.Read(stream, archive.Full(entry.Name));
        if (header.Count(stream.Length - stream.Position, size) is null)
            throw new FileFormatException($"{archive.Full(entry.Name)} ends before its last value. It is damaged.");
        byte[] labels = new byte[count],
            value = new byte[size];
        for (int i = 0; i < labels.Length; i++)
        {
            if (stream.ReadAtLeast(value, size, throwOnEndOfStream: false) < size)
                throw new FileFormatException($"{archive.Full(entry.Name)} ends before its last value. It is damaged.");
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

    /// <summary>The size of a label in bytes, if an array has a whole number for each item; otherwise null.</summary>
    private static int? SizeOf(NumpyHeader header, long count)
    {
        const int MostLabels = 1 << 28;
        int size = header.Descr.Trim('\'', '"') is [_, 'i' or 'u' or 'b', >= '1' and <= '8'] type ? type[2] - '0' : 0;
        bool isRow = header.Shape is [_] or [_, 1];
        return size is 1 or 2 or 4 or 8 && isRow && header.Shape[0] == count && count <= MostLabels ? size : null;
    }

    private static long Number(ReadOnlySpan<byte> bytes, NumpyHeader header) =>
        (bytes.Length, header.IsBigEndian, header.Descr.Contains('i', StringComparison.Ordinal)) switch
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

    private static string? PartOf(string name) =>
        Words(name)
            .Select(word =>
                word switch
                {
                    "train" or "training" or "tr" => "train",
                    "test" or "testing" or "te" => "test",
                    "val" or "valid" or "validation" or "dev" => "val",
                    _ => null,
                }
            )
            .FirstOrDefault(part => part is not null);

    private static bool IsCalledLabels(string name) => Words(name).Any(Labels.Contains);

    /// <summary><c>xTrain</c>, <c>XTrain</c> and <c>X_train</c> are two words each.</summary>
    private static string[] Words(string name) => [.. Word().Matches(name).Select(match => match.Value.ToLowerInvariant())];

    private static string Described(IEnumerable<NumpyEntry> entries) =>
        FolderListing.Some([.. entries.Select(entry => $"{entry.Name} ({string.Join(" × ", entry.Header.Shape)})")]);

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();
}
