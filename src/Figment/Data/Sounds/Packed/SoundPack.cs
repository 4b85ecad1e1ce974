using System.Runtime.InteropServices;
using Figment.Data.Images;
using Figment.Formats;
using TorchSharp;

namespace Figment.Data.Sounds;

/// <summary>
/// Packs sounds into one file, which opens at once, without decoding, resampling or cutting recordings again. The file is in the
/// safetensors format, which PyTorch, JAX and NumPy can also open: the tensors <c>sounds</c> (int16, [N, channels, length], full
/// scale 32,768, aligned to a memory page) and, if there are labels, <c>labels</c> (uint8, [N]); <c>test_sounds</c> and
/// <c>test_labels</c> if sounds are held out; beside them a <see cref="SoundPackCard"/>.
/// </summary>
internal static class SoundPack
{
    private const int Page = 4096,
        BlockLength = 1 << 22; // samples

    /// <summary>Whether a path is a file of packed sounds, judging by its extension and its header.</summary>
    internal static bool IsPack(string path) => HasEnding(path) && File.Exists(path) && SoundPackFile.MetadataOf(path).Count > 0;

    /// <summary>Whether the file has a held-out part.</summary>
    internal static bool HasTestPart(string path) => SoundPackCard.HasTest(SoundPackFile.MetadataOf(path));

    /// <summary>
    /// Packs sounds together with their held-out part. The file is either complete or absent, even after a cancellation.
    /// </summary>
    /// <param name="nameOrPath">The sounds to pack, as for <see cref="SoundSources.Open"/>.</param>
    /// <param name="target">The file to create or replace; its name ends in <see cref="DataPack.Extension"/>.</param>
    /// <param name="options">How recordings become sounds; if null, this is decided from the recordings.</param>
    /// <param name="progress">
    /// Receives the number of packed sounds, in addition to the reports of <see cref="SoundSources.Open"/>.
    /// </param>
    /// <param name="cancellationToken">Stops packing; an existing file is kept.</param>
    /// <exception cref="FigmentException">The sounds cannot be opened, or the file cannot be written.</exception>
    internal static void Write(
        string nameOrPath,
        string target,
        SoundOptions? options = null,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        if (!HasEnding(target))
            throw new OptionsException([$"The name of a packed file must end in {DataPack.Extension}, but {target} does not."]);
        OutputPlace.EnsureFile(target);
        using SoundDataset train = SoundSources.Open(nameOrPath, DataPart.Train, options, progress, cancellationToken);
        using SoundDataset? test = !SoundSources.HasTestPart(nameOrPath, options)
            ? null
            : SoundSources.Open(
                nameOrPath,
                DataPart.Test,
                SoundSources.ReadingAt(nameOrPath, train.Reading),
                progress,
                cancellationToken
            );
        (string Prefix, SoundDataset Data)[] parts = test is null
            ? [("", train)]
            : [("", train), (SoundPackCard.TestPrefix, test)];
        (string Prefix, byte[] Labels)[] labelled =
        [
            .. parts.Where(part => part.Data.Labels is not null).Select(part => (part.Prefix, part.Data.ClassNumbers()!)),
        ];
        List<(string, torch.ScalarType, long[])> tensors =
        [
            .. parts.Select(part =>
                (
                    part.Prefix + SoundPackFile.SoundsName,
                    torch.ScalarType.Int16,
                    new long[] { part.Data.Count, part.Data.Shape.Channels, part.Data.Shape.Length }
                )
            ),
            .. labelled.Select(part =>
                (part.Prefix + SoundPackFile.LabelsName, torch.ScalarType.Byte, new long[] { part.Labels.Length })
            ),
        ];
        SoundPackCard card = new(train.Shape.Rate, train.Form, train.Reading, Part(train), test is null ? null : Part(test));
        int done = 0,
            total = parts.Sum(part => part.Data.Count);
        OutputPlace.WriteFile(
            target,
            stream =>
            {
                SafeTensorsHeader.Write(stream, SafeTensorsHeader.Of(tensors, card.ToMetadata(), Page));
                foreach ((_, SoundDataset data) in parts)
                {
                    int step = Math.Max(1, BlockLength / data.Shape.Size);
                    for (int start = 0; start < data.Count; start += step)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        int count = Math.Min(step, data.Count - start);
                        stream.Write(MemoryMarshal.AsBytes<short>(data.Values(start, count)));
                        progress?.Report(new DataProgress(DataActivity.Packing, nameOrPath, done += count, total));
                    }
                }

                foreach ((_, byte[] labels) in labelled)
                    stream.Write(labels);
            }
        );
    }

    /// <summary>Reads a packed file from beginning to end and compares it with the SHA-256 in its header.</summary>
    /// <exception cref="FileFormatException">The file is not a packed file, or its content has changed.</exception>
    /// <exception cref="FigmentException">The file cannot be read.</exception>
    internal static void Verify(string path)
    {
        SoundPackFile.Open(path, DataPart.Train).Dispose();
        if (HasTestPart(path))
            SoundPackFile.Open(path, DataPart.Test).Dispose();
    }

    private static PackedPart Part(SoundDataset data) =>
        new(data.Name, data.Sha256, data.Labels is null ? null : data.ClassNames, data.Notes);

    private static bool HasEnding(string path) =>
        Path.GetExtension(path).Equals(DataPack.Extension, StringComparison.OrdinalIgnoreCase);
}
