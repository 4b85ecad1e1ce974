using System.Runtime.InteropServices;
using Figment.Audio;
using Figment.Formats;
using Figment.Networks.Sounds;
using TorchSharp;

namespace Figment.Data.Sounds;

/// <summary>Reads packed sounds (<see cref="SoundPack"/>). The content is validated.</summary>
internal static class SoundPackFile
{
    internal const string SoundsName = "sounds",
        LabelsName = "labels";
    private const int Block = 1 << 24; // a span of bytes cannot cover the longest arrays of samples

    /// <summary>
    /// The metadata beside the tensors of a file; empty if it is not that of packed sounds, or the file cannot be read.
    /// </summary>
    internal static IReadOnlyDictionary<string, string> MetadataOf(string path)
    {
        IReadOnlyDictionary<string, string> none = new Dictionary<string, string>();
        try
        {
            return Storage.Or(
                () =>
                {
                    using FileStream stream = File.OpenRead(path);
                    IReadOnlyDictionary<string, string> metadata = SafeTensorsHeader.Read(stream, path).Metadata;
                    return SoundPackCard.IsIn(metadata) ? metadata : none;
                },
                otherwise: none
            );
        }
        catch (FileFormatException)
        {
            return none;
        }
    }

    /// <summary>Opens a part as a data set. The method reads the whole part and checks it against its SHA-256.</summary>
    /// <exception cref="FileFormatException">The file is not a file of packed sounds, or it is damaged.</exception>
    /// <exception cref="FigmentException">The file cannot be read, or has no such part.</exception>
    internal static SoundDataset Open(string path, DataPart part) =>
        Storage.Open(
            path,
            () => File.OpenRead(path),
            stream =>
            {
                using (stream)
                {
                    SafeTensorsLayout layout = SafeTensorsHeader.Read(stream, path);
                    SoundPackCard card = SoundPackCard.Of(layout.Metadata, path);
                    return part == DataPart.Train
                        ? Read(stream, path, layout, card, card.Train, "")
                        : Read(
                            stream,
                            path,
                            layout,
                            card,
                            card.Test
                                ?? throw new FigmentException(
                                    $"{path} has no test part: no sounds were held out when the data was packed."
                                ),
                            SoundPackCard.TestPrefix
                        );
                }
            }
        );

    private static SoundDataset Read(
        FileStream stream,
        string path,
        SafeTensorsLayout layout,
        SoundPackCard card,
        PackedPart part,
        string prefix
    )
    {
        SafeTensorsEntry sounds = Find(SoundsName) is { Type: torch.ScalarType.Int16, Shape: [> 0, 1 or 2, > 0] } found
            ? found
            : throw Wrong($"it has no '{prefix}{SoundsName}' of count × 1 or 2 channels × samples");
        SoundShape shape = new((int)sounds.Shape[1], (int)Math.Min(sounds.Shape[2], int.MaxValue), card.Rate);
        if (card.Form.Kind != SoundForm.LogMel)
            throw new FileFormatException(
                $"{path} holds sounds in the form '{ShownText.Of(card.Form.Kind)}', which this version of Figment does not know. "
                    + $"Open it with a newer version."
            );
        if (SoundGrid.WhyNot(card.Form, shape) is { } problem)
            throw Wrong($"{OptionSentence.Reason(new OptionsException([problem]))}");
        long size = (sounds.End - sounds.Begin) / sizeof(short);
        if (size > Array.MaxLength)
            throw Wrong($"it has {size:N0} samples, more than fit into memory at once");

        short[] values = new short[size];
        stream.Position = sounds.Begin;
        for (int done = 0; done < values.Length; )
        {
            int count = Math.Min(Block, values.Length - done);
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(done, count)));
            done += count;
        }

        SoundDataset data = new(part.Name, SoundGrid.Of(card.Form, shape), values, LabelsOf(sounds.Shape[0]), part.Classes)
        {
            Notes = part.Notes,
            Reading = card.Reading,
        };
        if (data.Sha256 == part.Sha256)
            return data;
        data.Dispose();
        throw Wrong($"the SHA-256 of its sounds and labels is {data.Sha256}, but {part.Sha256} was packed");

        byte[]? LabelsOf(long count)
        {
            SafeTensorsEntry? labels = Find(LabelsName);
            if (labels is null != part.Classes is null)
                throw Wrong(
                    $"it has {(labels is null ? OptionSentence.Of("class names but no labels") : "labels but no class names")}"
                );
            if (labels is not SafeTensorsEntry there)
                return null;
            if (there.Type != torch.ScalarType.Byte || there.Shape is not [long some] || some != count)
                throw Wrong($"its labels are not one byte for each of {count:N0} sounds");
            byte[] bytes = new byte[count];
            stream.Position = there.Begin;
            stream.ReadExactly(bytes);
            return bytes;
        }

        SafeTensorsEntry? Find(string name) =>
            layout.Entries.FirstOrDefault(entry => entry.Name == prefix + name) is { Name: not null } entry ? entry : null;

        FileFormatException Wrong(OptionSentence what) => new($"{path} is damaged: {what}. Pack the sounds again.");
    }
}
