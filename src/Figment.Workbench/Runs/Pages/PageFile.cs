using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Figment.Runs.Pages;

/// <summary>
/// The page of a model, from an unknown source: the facts about the model, and its network. No code of the page runs, no more is
/// read than such a page can need, and no more memory is allocated than its content can fill.
/// </summary>
internal sealed class PageFile
{
    /// <summary>The maximum size of a page, in bytes. The usual limit for e-mail is about a tenth of this.</summary>
    internal const long MostBytes = 256L << 20;

    // Weights hardly compress. Anything that compresses more than this is not a network.
    private const int MostShrinking = 100;
    private const long MostNetworkBytes = 2_000_000_000,
        Overhead = 1 << 20;
    private const int GzipEnd = 8,
        MostDepth = 32;

    private PageFile(JsonElement facts, byte[] network, string sha256) => (Facts, Network, Sha256) = (facts, network, sha256);

    /// <summary>The facts about the model: a JSON object.</summary>
    internal JsonElement Facts { get; }

    /// <summary>The ONNX file.</summary>
    internal byte[] Network { get; }

    /// <summary>The SHA-256 of the page, in lower-case hexadecimal.</summary>
    internal string Sha256 { get; }

    /// <summary>Reads a page.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">The file is not the page of a model, is too large, or is damaged.</exception>
    /// <exception cref="FigmentException">The file cannot be read.</exception>
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
                $"{path} is {stream.Length >> 20:N0} MB in size, but a model's page has at most {MostBytes >> 20} MB. Choose the "
                    + $"page itself."
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
                throw Damaged(path, "its facts about the model are not a JSON object");
            EnsureText(facts.RootElement);
            return facts.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Damaged(path, $"its facts about the model cannot be read ({JsonReason.Of(e, hasLines: false)})", e);
        }
    }

    /// <summary>Reads all names and texts once, because only then does the parser notice any that are not valid text.</summary>
    /// <exception cref="InvalidOperationException">A name or text is not valid.</exception>
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
            throw Damaged(path, "its network is incomplete");

        // The last bytes give the unpacked length. They can be wrong, so an implausible length is refused before memory is
        // allocated.
        uint unpacked = BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(length - sizeof(uint), sizeof(uint)));
        if (unpacked > MostNetworkBytes || unpacked > (MostShrinking * (long)length) + Overhead)
            throw Damaged(path, $"its network claims to have {unpacked:N0} bytes, packed into {length:N0}");
        try
        {
            byte[] network = new byte[unpacked];
            using GZipStream unpacking = new(new MemoryStream(packed, 0, length), CompressionMode.Decompress);
            unpacking.ReadExactly(network);
            return unpacking.ReadByte() < 0 ? network : throw Damaged(path, "its network is longer than stated");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(path, "its network cannot be unpacked", e);
        }
    }

    /// <summary>Finds the content of an element of the page, by its exact opening tag.</summary>
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
            $"{path} is not the page of a model that Figment wrote. Choose the file exactly as you received it, for instance "
                + $"model.html."
        );

    private static FileFormatException Damaged(string path, OptionSentence what, Exception? cause = null) =>
        new($"{path} is damaged: {what}. Ask the sender to send it again, as a file.", cause);
}
