using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Figment.Formats;
using TorchSharp;

namespace Figment.Data.Texts;

/// <summary>
/// Packs texts into one file, which training reads on demand. Training on texts larger than memory thus works as well as training
/// on small ones, and starts at once. The file is in the safetensors format, which PyTorch, JAX and NumPy can also open. It
/// contains the tensors <c>text</c> (uint8, UTF-8) and <c>ends</c> (int64, the end of each text), and <c>test_text</c> and
/// <c>test_ends</c> if texts are held out. Dialogues are in their stored form, in which each message is enclosed in the bytes FE
/// and FF, which never occur in UTF-8: FE, the role, a line end, the content, FF, a line end.
/// </summary>
public static class TextPack
{
    private const int Page = 4096;

    /// <summary>The extension of a packed file.</summary>
    public const string Extension = ".safetensors";

    /// <summary>Whether a path is a file of packed texts, judging by its extension and its header.</summary>
    /// <param name="path">The path.</param>
    public static bool IsPack(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetExtension(path).Equals(Extension, StringComparison.OrdinalIgnoreCase)
            && File.Exists(path)
            && TextPackFile.IsOne(path);
    }

    /// <summary>Packs texts. The file is either complete or absent, even after a cancellation.</summary>
    /// <param name="nameOrPath">The texts to pack, as for <see cref="TextSources.Open"/>.</param>
    /// <param name="target">The file to create or replace; its name ends in <see cref="Extension"/>.</param>
    /// <param name="progress">
    /// Receives the number of packed bytes, in addition to the reports of <see cref="TextSources.Open"/>.
    /// </param>
    /// <param name="cancellationToken">Stops packing; an existing file is kept.</param>
    /// <exception cref="FigmentException">The texts cannot be opened, or the file cannot be written.</exception>
    public static void Write(
        string nameOrPath,
        string target,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        if (!Path.GetExtension(target).Equals(Extension, StringComparison.OrdinalIgnoreCase))
            throw new OptionsException([$"The name of a packed file must end in {Extension}, but {target} does not."]);
        OutputPlace.EnsureFile(target);
        using TextDataset data = TextSources.Open(nameOrPath, progress, cancellationToken);
        (string Name, TextStore Store)[] parts = data.Test is null
            ? [("", data.All)]
            : [("", data.All), (TextPackFile.TestPrefix, data.Test)];
        TextPackCard card = new(data.Name, data.All.Sha256, data.Test?.Sha256, data.Notes);
        List<(string, torch.ScalarType, long[])> tensors =
        [
            .. parts.Select(part =>
                (part.Name + TextPackFile.EndsName, torch.ScalarType.Int64, new[] { (long)part.Store.Ends.Count })
            ), // first, since numbers are read at aligned positions
            .. parts.Select(part => (part.Name + TextPackFile.TextName, torch.ScalarType.Byte, new[] { part.Store.Length })),
        ];
        long done = 0,
            total = parts.Sum(part => part.Store.Length);
        OutputPlace.WriteFile(
            target,
            stream =>
            {
                SafeTensorsHeader.Write(stream, SafeTensorsHeader.Of(tensors, card.ToMetadata(), Page));
                foreach ((_, TextStore store) in parts)
                    Write(stream, store.Ends);
                foreach ((_, TextStore store) in parts)
                {
                    foreach ((long from, int length) in TextStore.Blocks(0, store.Length))
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        stream.Write(store.Slice(from, length));
                        progress?.Report(new DataProgress(DataActivity.Packing, nameOrPath, done += length, total));
                    }
                }
            }
        );
    }

    /// <summary>Reads a packed file from beginning to end and compares it with the SHA-256 in its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Receives the number of checked bytes.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="FileFormatException">The file is not a packed file, or its content has changed.</exception>
    /// <exception cref="FigmentException">The file cannot be read.</exception>
    public static void Verify(
        string path,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(path);
        using TextDataset data = TextPackFile.Open(path);
        long done = 0,
            total = data.All.Length + (data.Test?.Length ?? 0);
        foreach (TextStore store in new[] { data.All, data.Test }.OfType<TextStore>())
        {
            string found = Digest(store);
            if (found != store.Sha256)
                throw new FileFormatException(
                    $"{path} is damaged: the SHA-256 of its texts is {found}, but it was {store.Sha256} when they were packed. "
                        + $"Pack the texts again."
                );
        }

        string Digest(TextStore store)
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] size = new byte[sizeof(long)];
            long begin = 0;
            foreach (long end in store.Ends)
            {
                foreach ((long from, int length) in TextStore.Blocks(begin, end))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    hash.AppendData(store.Slice(from, length));
                    done += length;
                    if (length > Page || done == total)
                        progress?.Report(new DataProgress(DataActivity.Checking, path, done, total));
                }

                BinaryPrimitives.WriteInt64LittleEndian(size, end - begin);
                hash.AppendData(size);
                begin = end;
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    private static void Write(Stream stream, IReadOnlyList<long> numbers)
    {
        foreach (long[] some in numbers.Chunk(Page))
            stream.Write(MemoryMarshal.AsBytes(some.AsSpan()));
    }
}
