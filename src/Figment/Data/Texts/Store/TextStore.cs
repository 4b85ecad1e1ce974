using System.IO.MemoryMappedFiles;

namespace Figment.Data.Texts;

/// <summary>Texts one after the other: in memory, or in a file that is deleted when it is closed.</summary>
internal sealed unsafe class TextStore : IDisposable
{
    private readonly byte[]? memory; // pinned
    private readonly MemoryMappedFile? file;
    private readonly MemoryMappedViewAccessor? view;
    private readonly byte* start;

    /// <summary>Texts in memory.</summary>
    /// <param name="bytes">Pinned; the texts fill its beginning.</param>
    /// <param name="ends">Where each text ends.</param>
    /// <param name="sha256">Over all texts.</param>
    internal TextStore(byte[] bytes, IReadOnlyList<long> ends, string sha256)
        : this(ends, sha256)
    {
        memory = bytes;
        start = (byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0);
    }

    /// <summary>Texts in a file, which is closed with the store.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="ends">Where each text ends.</param>
    /// <param name="sha256">Over all texts.</param>
    /// <param name="begin">Where in the file the first text begins.</param>
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

    /// <summary>Where each text ends; the next begins there.</summary>
    internal IReadOnlyList<long> Ends { get; }

    /// <summary>Over all texts and their ends.</summary>
    internal string Sha256 { get; }

    /// <summary>All bytes.</summary>
    internal long Length => Ends.Count == 0 ? 0 : Ends[^1];

    /// <summary>Whether they lie on disk.</summary>
    internal bool IsOnDisk => memory is null;

    /// <summary>Some bytes.</summary>
    internal ReadOnlySpan<byte> Slice(long from, int length) => new(start + from, length);

    /// <summary>Places that go through all bytes, a block of them at a time.</summary>
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
