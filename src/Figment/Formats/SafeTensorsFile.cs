using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Formats;

/// <summary>
/// Reads and writes safetensors: an 8-byte little-endian length, a JSON header with type, shape and position of each tensor, then
/// the values. Such a file cannot contain code, and PyTorch, JAX and NumPy can open it with one line of code.
/// </summary>
/// <remarks>Format: the "Format" section of the safetensors project's README. The reader treats the file as hostile.</remarks>
internal static class SafeTensorsFile
{
    /// <summary>
    /// Writes tensors in the given order; the same tensors and metadata give the same bytes. An existing file is replaced only
    /// after the new one is complete.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">The names and values, from any device.</param>
    /// <param name="metadata">Text to store with the tensors.</param>
    /// <exception cref="ArgumentException">
    /// A name is used twice or is reserved by the format, or the format does not support a tensor's type.
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
    /// <param name="stream">The target stream.</param>
    /// <param name="tensors">The tensors, as for a file.</param>
    /// <param name="metadata">The metadata, as for a file.</param>
    /// <exception cref="ArgumentException">A name or a type is invalid, under the same rules as for a file.</exception>
    public static void Write(
        Stream stream,
        IReadOnlyList<(string Name, Tensor Value)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    ) => Write(stream, HeaderOf(tensors, metadata), tensors);

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">
    /// The file is not a safetensors file, or it is damaged; nothing is returned in either case.
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

    /// <summary>Reads only the text beside the tensors.</summary>
    /// <exception cref="FileFormatException">The file is invalid, as for <see cref="Read(string)"/>.</exception>
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
    /// <param name="stream">A seekable stream at its beginning.</param>
    /// <param name="name">The name of the file to show in errors.</param>
    /// <exception cref="FileFormatException">The content is invalid, as for <see cref="Read(string)"/>.</exception>
    public static SafeTensors Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafeTensorsLayout layout = SafeTensorsHeader.Read(stream, name);
        using DisposeScope scope = NewDisposeScope(); // disposes the tensors if reading fails
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
