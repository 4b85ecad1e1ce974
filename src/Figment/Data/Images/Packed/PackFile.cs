using Figment.Formats;
using Figment.Imaging;
using Microsoft.Win32.SafeHandles;
using TorchSharp;

namespace Figment.Data.Images;

/// <summary>
/// A packed file: safetensors with the tensors <c>pixels</c> (uint8, [N, C, H, W], aligned to a memory page) and, if there are
/// labels, <c>labels</c> (uint8, [N]), together with a <see cref="PackCard"/>. The content is validated.
/// </summary>
internal sealed record PackFile(PackCard Card, long Pixels, byte[]? Labels)
{
    internal const string PixelsName = "pixels",
        LabelsName = "labels";
    private const int MaxSide = 4096;

    /// <summary>Opens a packed file as a data set whose pixels stay on disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pictures">The requested options for pictures; packed images can no longer be changed.</param>
    /// <exception cref="FileFormatException">The file is not a packed file, or it is damaged.</exception>
    /// <exception cref="FigmentException">The file cannot be read, or its pictures were packed with other options.</exception>
    internal static ImageDataset Open(string path, PictureOptions? pictures)
    {
        (PackFile pack, SafeFileHandle file) = OpenFile(path);
        try
        {
            if (pictures is not null && pictures != pack.Card.Pictures)
            {
                throw new FigmentException(
                    OptionSentence.Of(
                        $"The images in {path} are already packed as {pack.Card.Shape}; {PictureOptions.InSentence} can be set "
                            + $"only while packing. Omit these options, or pack the data again."
                    )
                );
            }

            return new ImageDataset(
                pack.Card,
                new PixelsOnDisk(path, file, pack.Pixels, pack.Card.Count, pack.Card.Shape),
                pack.Labels
            );
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // The system is told about random access, so that it does not read ahead.
    private static (PackFile Pack, SafeFileHandle File) OpenFile(string path) =>
        Storage.Open(
            path,
            () => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess),
            file =>
            {
                using FileStream stream = File.OpenRead(path);
                return (Read(stream, path), file);
            }
        );

    private static PackFile Read(Stream stream, string path)
    {
        SafeTensorsLayout layout = SafeTensorsHeader.Read(stream, path);
        Dictionary<string, SafeTensorsEntry> entries = layout.Entries.ToDictionary(entry => entry.Name);
        if (!entries.TryGetValue(PixelsName, out SafeTensorsEntry pixels))
            throw new FileFormatException(
                $"{path} is a safetensors file without packed images. If the file holds a model's weights, give the run's folder "
                    + $"instead; if you need data, give a file made with 'figment data pack'."
            );
        if (
            pixels
            is not {
                Type: torch.ScalarType.Byte,
                Shape: [> 0 and <= int.MaxValue, 1 or 3, > 0 and <= MaxSide, > 0 and <= MaxSide]
            }
        )
            throw new FileFormatException(
                $"{path} is damaged: its images are stored as {pixels.Type} with the shape {string.Join(" × ", pixels.Shape)}, "
                    + $"not as bytes with the shape count × channels (1 or 3) × height × width."
            );
        ImageShape shape = new((int)pixels.Shape[1], (int)pixels.Shape[2], (int)pixels.Shape[3]);
        PackCard card = PackCard.Of(layout.Metadata, shape, (int)pixels.Shape[0], path);

        byte[]? labels = null;
        if (entries.TryGetValue(LabelsName, out SafeTensorsEntry places))
        {
            if (
                places.Type != torch.ScalarType.Byte
                || places.Shape is not [long count]
                || count != card.Count
                || count > Array.MaxLength
            )
                throw new FileFormatException(
                    $"{path} is damaged: its labels are stored as {places.Type} with the shape "
                        + $"{string.Join(" × ", places.Shape)}, not as one byte for each of the {card.Count:N0} images."
                );
            labels = new byte[count];
            stream.Position = places.Begin;
            stream.ReadExactly(labels);
        }

        return labels is null == card.Classes is null
            ? new PackFile(card, pixels.Begin, labels)
            : throw new FileFormatException(
                $"{path} is damaged: it has "
                    + $"{(labels is null ? OptionSentence.Of("class names but no labels") : "labels but no class names")}."
            );
    }
}
