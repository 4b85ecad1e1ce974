using System.Globalization;
using System.Security.Cryptography;
using Figment.Formats.Onnx;
using Google.Protobuf;

namespace Figment.Formats;

/// <summary>
/// Moves the weights that an ONNX file keeps in external files into the file itself, so that it can be opened from memory without
/// access to other files. No file is trusted: only regular files in the network's own folder are read, and no more of them than
/// the network needs.
/// </summary>
internal sealed class OnnxWeightFiles
{
    private const long MostBytes = 2_000_000_000; // a protobuf message cannot be larger than 2 GB
    private readonly string path,
        folder;
    private readonly SortedDictionary<string, FileInfo> files = new(StringComparer.Ordinal);

    private OnnxWeightFiles(string path) => (this.path, folder) = (path, Path.GetDirectoryName(Path.GetFullPath(path))!);

    /// <summary>
    /// Returns the network with all its weights, and a SHA-256 of everything that was read: the file, then the external files by
    /// name.
    /// </summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="FileFormatException">
    /// An external file is missing, too short, or in another folder; or everything together is too large.
    /// </exception>
    /// <exception cref="FigmentException">An external file cannot be read.</exception>
    internal static (byte[] File, string Sha256) Inline(byte[] file, string path)
    {
        if (Parse(file) is ModelProto model && OnnxTensors.Of(model).Where(IsOutside).ToList() is { Count: > 0 } outside)
            return new OnnxWeightFiles(path).Inline(file, model, outside);
        return (file, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    private static bool IsOutside(TensorProto tensor) => tensor.DataLocation == TensorProto.Types.DataLocation.External;

    /// <summary>Parses the file only if it may have external weights. If the file is damaged, ONNX Runtime reports it.</summary>
    private static ModelProto? Parse(byte[] file)
    {
        if (file.AsSpan().IndexOf("location"u8) < 0)
            return null;
        try
        {
            return ModelProto.Parser.ParseFrom(file);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private (byte[] File, string Sha256) Inline(byte[] file, ModelProto model, List<TensorProto> outside)
    {
        List<Place> places = [.. outside.Select(Find)];
        long sum = places.Sum(place => place.Length);
        if (file.Length + sum > MostBytes)
            throw new FileFormatException(
                $"{path} and the weights beside it take more than 2 GB, the most that can be opened from memory. Export a "
                    + $"smaller network, or one in half precision."
            );
        if (sum > files.Values.Sum(each => each.Length))
            throw new FileFormatException(
                $"{path} is damaged: its weights need more bytes than the files beside it contain. Export it again."
            );
        foreach ((TensorProto tensor, Place place) in outside.Zip(places))
        {
            tensor.RawData = ByteString.CopyFrom(Read(place));
            tensor.ExternalData.Clear();
            tensor.DataLocation = TensorProto.Types.DataLocation.Default;
        }

        return (model.ToByteArray(), Digest(file));
    }

    /// <summary>Finds the position of a tensor's values, and checks it against the actual file.</summary>
    private Place Find(TensorProto tensor)
    {
        Dictionary<string, string> entries = [];
        foreach (StringStringEntryProto entry in tensor.ExternalData)
            entries[entry.Key] = entry.Value;
        string location = entries.GetValueOrDefault("location", "");
        long length = OnnxTensors.BytesOf(tensor) ?? throw Damaged(tensor, "has an impossible size");
        if (Number(tensor, entries, "length") is long said && said != length)
            throw Damaged(tensor, $"needs {length:N0} bytes, but {said:N0} are listed as outside the file");
        long offset = Number(tensor, entries, "offset") ?? 0;

        FileInfo file = FileAt(location);
        if (length > file.Length || offset > file.Length - length)
            throw new FileFormatException(
                $"{path} needs {length:N0} bytes, starting at byte {offset:N0}, from the weights in {ShownText.Of(location)}, "
                    + $"but that file has only {file.Length:N0}. The weights file was not copied in full, or belongs to another "
                    + $"network: copy it again, or export both files again."
            );
        return new Place(file, offset, length);
    }

    private FileInfo FileAt(string location)
    {
        if (files.TryGetValue(location, out FileInfo? known))
            return known;
        string shown = ShownText.Of(location);
        if (!PathInside.IsBelow(location))
            throw new FileFormatException(
                $"{path} keeps weights in '{shown}', but only files in its own folder are read. Export it again with its weights "
                    + $"inside, or with one file beside it."
            );
        string full = Path.Combine(folder, location);
        for (string part = full; part.Length > folder.Length; part = Path.GetDirectoryName(part)!)
        {
            if (new FileInfo(part).LinkTarget is not null)
                throw new FileFormatException(
                    $"{path} keeps weights in '{shown}', which is a link. Replace the link with the file itself, since links are "
                        + $"not followed here."
                );
        }

        FileInfo file = new(full);
        if (!file.Exists)
            throw new FileFormatException(
                $"{path} keeps weights in the file '{shown}' beside it, but that file is missing. Copy that file into the same "
                    + $"folder, or export the network again with its weights inside."
            );
        return files[location] = file;
    }

    private byte[] Read(Place place) =>
        Try(
            place.File,
            () =>
            {
                if (place.Length == 0)
                    return [];
                byte[] values = new byte[place.Length];
                using FileStream stream = place.File.OpenRead();
                stream.Position = place.Offset;
                stream.ReadExactly(values);
                return values;
            }
        );

    private string Digest(byte[] file)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file);
        byte[] block = new byte[1 << 20];
        foreach (FileInfo each in files.Values.Where(each => each.Length > 0))
        {
            Try(
                each,
                () =>
                {
                    using FileStream stream = each.OpenRead();
                    for (int read = stream.Read(block); read > 0; read = stream.Read(block))
                        hash.AppendData(block, 0, read);
                    return 0;
                }
            );
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private T Try<T>(FileInfo file, Func<T> read) =>
        Storage.Try(
            read,
            e => new FigmentException(
                Storage.Message(
                    OptionSentence.Of($"The weights of {path} in {ShownText.Of(file.Name)}"),
                    "read",
                    OptionSentence.Reason(e)
                ),
                e
            )
        );

    private long? Number(TensorProto tensor, Dictionary<string, string> entries, string key) =>
        !entries.TryGetValue(key, out string? text) ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw Damaged(tensor, $"has '{ShownText.Of(text)}' as its {key}");

    private FileFormatException Damaged(TensorProto tensor, OptionSentence what) =>
        new($"{path} is damaged: its tensor '{ShownText.Of(tensor.Name)}' {what}. Export it again.");

    private sealed record Place(FileInfo File, long Offset, long Length);
}
