using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Formats;

/// <summary>
/// Reads and writes safetensors: an 8-byte little-endian length, a JSON header with type, shape and place of each
/// tensor, then the values. Nothing in such a file can run, and PyTorch, JAX and NumPy open it in one line.
/// </summary>
/// <remarks>Format: the "Format" section of the safetensors project's README. Reading treats the file as hostile.</remarks>
internal static class SafeTensorsFile
{
    /// <summary>
    /// Writes tensors in the order given; the same tensors and metadata give the same bytes. An existing file is
    /// replaced only when the new one is whole.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">Names and values, from any device.</param>
    /// <param name="metadata">Text to keep with them.</param>
    /// <exception cref="ArgumentException">
    /// A name stands twice or is the format's own, or a type is one that the format lacks.
    /// </exception>
    public static void Write(
        string path,
        IReadOnlyList<(string Name, Tensor Value)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        byte[] header = HeaderOf(tensors, metadata);
        AtomicFile.Write(path, stream => Write(stream, header, tensors));
    }

    /// <summary>Writes tensors to a stream.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">As for a file.</param>
    /// <param name="metadata">As for a file.</param>
    /// <exception cref="ArgumentException">As for a file.</exception>
    public static void Write(
        Stream stream,
        IReadOnlyList<(string Name, Tensor Value)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    ) => Write(stream, HeaderOf(tensors, metadata), tensors);

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">
    /// It is not a safetensors file, or it is damaged; nothing is returned then.
    /// </exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    public static SafeTensors Read(string path) =>
        Storage.Try(
            path,
            "read",
            () =>
            {
                using FileStream stream = SharedFile.OpenRead(path);
                return Read(stream, path);
            }
        );

    /// <summary>Reads the text beside the tensors, and none of these.</summary>
    /// <exception cref="FileFormatException">As for <see cref="Read(string)"/>.</exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    internal static IReadOnlyDictionary<string, string> ReadMetadata(string path) =>
        Storage.Try(
            path,
            "read",
            () =>
            {
                using FileStream stream = SharedFile.OpenRead(path);
                return SafeTensorsHeader.Read(stream, path).Metadata;
            }
        );

    /// <summary>Reads from a stream.</summary>
    /// <param name="stream">Positioned at its beginning; it must be seekable.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="FileFormatException">As for <see cref="Read(string)"/>.</exception>
    public static SafeTensors Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafeTensorsLayout layout = SafeTensorsHeader.Read(stream, name);
        using DisposeScope scope = NewDisposeScope(); // so that a failure on the way leaves nothing behind
        Dictionary<string, Tensor> tensors = [];
        foreach (SafeTensorsEntry entry in layout.Entries)
        {
            Tensor tensor = empty(entry.Shape, entry.Type);
            stream.Position = entry.Begin;
            stream.ReadExactly(tensor.bytes);
            tensors.Add(entry.Name, tensor);
        }

        foreach (Tensor tensor in tensors.Values)
            tensor.DetachFromDisposeScope();
        return new SafeTensors(tensors, layout.Metadata);
    }

    private static byte[] HeaderOf(
        IReadOnlyList<(string Name, Tensor Value)> tensors,
        IReadOnlyDictionary<string, string>? metadata
    ) =>
        SafeTensorsHeader.Of(
            [.. tensors.Select(tensor => (tensor.Name, tensor.Value.dtype, tensor.Value.shape))],
            metadata,
            alignment: 8
        );

    private static void Write(Stream stream, byte[] header, IReadOnlyList<(string Name, Tensor Value)> tensors)
    {
        SafeTensorsHeader.Write(stream, header);
        foreach ((_, Tensor value) in tensors)
        {
            using DisposeScope scope = NewDisposeScope();
            stream.Write(value.detach().cpu().contiguous().bytes);
        }
    }
}
