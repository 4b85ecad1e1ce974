using System.IO.MemoryMappedFiles;

namespace Figment.Data.Texts;

/// <summary>Texts one after the other: in memory, or in a file that is deleted on closing.</summary>
internal sealed unsafe class TextStore : IDisposable
{
    private readonly byte[]? memory; // pinned
    private readonly MemoryMappedFile? file;
    private readonly MemoryMappedViewAccessor? view;
    private readonly byte* start;

    /// <summary>Creates a store in memory.</summary>
    /// <param name="bytes">A pinned array that begins with the texts.</param>
    /// <param name="ends">The end of each text.</param>
    /// <param name="sha256">The SHA-256 of all texts.</param>
    internal TextStore(byte[] bytes, IReadOnlyList<long> ends, string sha256)
        : this(ends, sha256)
    {
        memory = bytes;
        start = (byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0);
    }

    /// <summary>Creates a store in a file, which is closed with the store.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="ends">The end of each text.</param>
    /// <param name="sha256">The SHA-256 of all texts.</param>
    /// <param name="begin">The position of the first text in the file.</param>
    internal TextStore(FileStream stream, IReadOnlyList<long> ends, string sha256, long begin = 0)
        : this(ends, sha256)
    {
        file = MemoryMappedFile.CreateFromFile(
            stream,
            null,
            0,
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: false
        );
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += begin;
    }

    private TextStore(IReadOnlyList<long> ends, string sha256) => (Ends, Sha256) = (ends, sha256);

    /// <summary>The end of each text, where the next one begins.</summary>
    internal IReadOnlyList<long> Ends { get; }

    /// <summary>The SHA-256 of all texts and their ends.</summary>
    internal string Sha256 { get; }

    /// <summary>The length of all texts in bytes.</summary>
    internal long Length => Ends.Count == 0 ? 0 : Ends[^1];

    /// <summary>Whether the texts are on disk.</summary>
    internal bool IsOnDisk => memory is null;

    /// <summary>Returns some of the bytes.</summary>
    internal ReadOnlySpan<byte> Slice(long from, int length) => new(start + from, length);

    /// <summary>Divides a range of bytes into blocks.</summary>
    internal static IEnumerable<(long From, int Length)> Blocks(long from, long end)
    {
        const int Block = 1 << 20;
        for (; from < end; from += Block)
            yield return (from, (int)Math.Min(Block, end - from));
    }

    public void Dispose()
    {
        view?.SafeMemoryMappedViewHandle.ReleasePointer();
        view?.Dispose();
        file?.Dispose();
    }
}
