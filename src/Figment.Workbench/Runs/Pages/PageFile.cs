using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Figment.Runs.Pages;

/// <summary>
/// The page of a model as it came from anybody: what it says of the model, and the network. Nothing of it runs, no more is read
/// than such a page can need, and no more is made of it than it can hold.
/// </summary>
internal sealed class PageFile
{
    /// <summary>The longest page, in bytes. Mail takes a tenth of it.</summary>
    internal const long MostBytes = 256L << 20;

    // Weights hardly become smaller. What becomes much smaller is no network.
    private const int MostShrinking = 100;
    private const long MostNetworkBytes = 2_000_000_000,
        Overhead = 1 << 20;
    private const int GzipEnd = 8,
        MostDepth = 32;

    private PageFile(JsonElement facts, byte[] network, string sha256) => (Facts, Network, Sha256) = (facts, network, sha256);

    /// <summary>What the page says of the model: a JSON object.</summary>
    internal JsonElement Facts { get; }

    /// <summary>The ONNX file.</summary>
    internal byte[] Network { get; }

    /// <summary>The SHA-256 of the page, in small letters.</summary>
    internal string Sha256 { get; }

    /// <summary>Reads a page.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">It is no page of a model, too large or damaged.</exception>
    /// <exception cref="FigmentException">It cannot be read.</exception>
    internal static PageFile Read(string path)
    {
        byte[] page = Storage.Try(path, "read", () => All(path));
        return new PageFile(FactsIn(page, path), NetworkIn(page, path), Convert.ToHexStringLower(SHA256.HashData(page)));
    }

    private static byte[] All(string path)
    {
        using FileStream stream = SharedFile.OpenRead(path);
        if (!stream.CanSeek)
            throw NoPage(path);
        if (stream.Length > MostBytes)
        {
            throw new FileFormatException(
                $"{path} has {stream.Length >> 20:N0} MB, and the page of a model has at most {MostBytes >> 20}. Name the page "
                    + $"itself."
            );
        }

        byte[] page = new byte[stream.Length];
        stream.ReadExactly(page);
        return page;
    }

    private static JsonElement FactsIn(byte[] page, string path)
    {
        try
        {
            using JsonDocument facts = JsonDocument.Parse(
                page.AsMemory(ElementOf(page, ModelPage.FactsOpen, path)),
                new JsonDocumentOptions { MaxDepth = MostDepth }
            );
            if (facts.RootElement.ValueKind != JsonValueKind.Object)
                throw Damaged(path, "what it says of the model is no object");
            EnsureText(facts.RootElement);
            return facts.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Damaged(path, $"what it says of the model does not read ({JsonReason.Of(e, hasLines: false)})", e);
        }
    }

    /// <summary>Looks at all names and texts once: a parser finds out late that some are no text.</summary>
    /// <exception cref="InvalidOperationException">One is none.</exception>
    private static void EnsureText(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
            _ = element.GetString();
        else if (element.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty property in element.EnumerateObject())
            {
                _ = property.Name;
                EnsureText(property.Value);
            }
        else if (element.ValueKind == JsonValueKind.Array)
            foreach (JsonElement item in element.EnumerateArray())
                EnsureText(item);
    }

    private static byte[] NetworkIn(byte[] page, string path)
    {
        byte[] packed = page[ElementOf(page, ModelPage.NetworkOpen, path)];
        if (Base64.DecodeFromUtf8InPlace(packed, out int length) != OperationStatus.Done || length < GzipEnd)
            throw Damaged(path, "its network is not all there");

        // The end says how long it was before. It may say anything, so what does not fit is refused before room is made.
        uint unpacked = BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(length - sizeof(uint), sizeof(uint)));
        if (unpacked > MostNetworkBytes || unpacked > (MostShrinking * (long)length) + Overhead)
            throw Damaged(path, $"its network says to be {unpacked:N0} bytes long, packed into {length:N0}");
        try
        {
            byte[] network = new byte[unpacked];
            using GZipStream unpacking = new(new MemoryStream(packed, 0, length), CompressionMode.Decompress);
            unpacking.ReadExactly(network);
            return unpacking.ReadByte() < 0 ? network : throw Damaged(path, "its network is longer than it says");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(path, "its network does not unpack", e);
        }
    }

    /// <summary>What stands in an element of the page, by exactly what it begins with.</summary>
    private static Range ElementOf(byte[] page, string open, string path)
    {
        int begin = page.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(open));
        if (begin < 0)
            throw NoPage(path);
        begin += open.Length;
        int length = page.AsSpan(begin).IndexOf("</script>"u8);
        return length < 0 ? throw Damaged(path, "it ends early") : begin..(begin + length);
    }

    private static FileFormatException NoPage(string path) =>
        new(
            $"{path} is not a page of a model that Figment wrote. Name the file that you were sent, as it came: model.html, for "
                + $"instance."
        );

    private static FileFormatException Damaged(string path, string what, Exception? cause = null) =>
        new($"{path} is damaged: {what}. Have it sent once more, as a file.", cause);
}
