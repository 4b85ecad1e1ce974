using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Figment.Data.Texts;

/// <summary>
/// Stores texts one after the other as they are read: in memory or, if they become too long, in a file in the cache folder that
/// is deleted on closing.
/// </summary>
/// <param name="mostInMemory">The size in bytes above which texts go to a file.</param>
internal sealed class TextBuilder(long mostInMemory = TextBuilder.DefaultInMemory) : ITextSink, IDisposable
{
    /// <summary>
    /// The maximum length of a text in bytes. A longer text is cut at the end of a line, so that each part fits into memory.
    /// </summary>
    internal const int MostOfText = 256 << 20;

    private const long DefaultInMemory = 64L << 20;
    private const int FirstSize = 1 << 16;

    private readonly List<long> ends = [];
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] memory = GC.AllocateUninitializedArray<byte>(FirstSize, pinned: true);
    private FileStream? file;
    private long length;

    /// <summary>The number of empty texts, which are left out.</summary>
    internal int Empty { get; private set; }

    /// <summary>How often a text was cut because it was too long.</summary>
    internal int Cuts { get; private set; }

    /// <summary>The number of bytes so far.</summary>
    internal long Length => length;

    private long Begun => ends.Count == 0 ? 0 : ends[^1];

    /// <summary>Appends to the current text.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (length + bytes.Length - Begun > MostOfText)
        {
            int most = (int)(MostOfText - (length - Begun)),
                line = bytes[..most].LastIndexOf((byte)'\n');
            int cut = line >= 0 ? line + 1 : CharacterStart(bytes, most);
            Put(bytes[..cut]);
            bytes = bytes[cut..];
            End();
            Cuts++;
        }

        Put(bytes);
    }

    /// <summary>Ends the current text.</summary>
    public void EndText()
    {
        if (length == Begun)
            Empty++;
        else
            End();
    }

    /// <summary>Returns all texts. The builder cannot be used afterwards.</summary>
    /// <exception cref="FigmentException">There are no texts.</exception>
    internal TextStore Build(string name)
    {
        if (ends.Count == 0)
            throw new FigmentException($"{name} holds no text to learn from. Choose a file that contains text.");
        string sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (file is null)
            return new TextStore(memory, ends, sha256);
        file.Flush();
        FileStream whole = file;
        file = null;
        return new TextStore(whole, ends, sha256);
    }

    public void Dispose()
    {
        hash.Dispose();
        file?.Dispose();
    }

    /// <summary>The start of the character at a position, so that no character is split.</summary>
    internal static int CharacterStart(ReadOnlySpan<byte> text, int at)
    {
        int start = at;
        while (start > 0 && start < text.Length && at - start < 4 && (text[start] & 0xC0) == 0x80)
            start--;
        return at - start < 4 ? start : at;
    }

    private void End()
    {
        Span<byte> size = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(size, length - Begun);
        hash.AppendData(size);
        ends.Add(length);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        if (file is null && length + bytes.Length > mostInMemory)
            Spill();
        if (file is not null)
        {
            file.Write(bytes);
        }
        else
        {
            if (length + bytes.Length > memory.Length)
                Grow((int)(length + bytes.Length));
            bytes.CopyTo(memory.AsSpan((int)length));
        }

        length += bytes.Length;
    }

    private void Grow(int least)
    {
        byte[] larger = GC.AllocateUninitializedArray<byte>(Math.Max(least, 2 * memory.Length), pinned: true);
        memory.AsSpan(0, (int)length).CopyTo(larger);
        memory = larger;
    }

    private void Spill()
    {
        file = ScratchFile.Create("texts");
        file.Write(memory, 0, (int)length);
        memory = [];
    }
}
