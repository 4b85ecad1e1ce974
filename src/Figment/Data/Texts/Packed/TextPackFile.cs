using System.Runtime.InteropServices;
using Figment.Formats;
using TorchSharp;

namespace Figment.Data.Texts;

/// <summary>Reads packed texts (<see cref="TextPack"/>). The content is validated.</summary>
internal static class TextPackFile
{
    internal const string TextName = "text",
        EndsName = "ends",
        TestPrefix = "test_";

    /// <summary>Whether a file is a file of packed texts, judging by its header.</summary>
    internal static bool IsOne(string path)
    {
        try
        {
            return Storage.Or(
                () =>
                {
                    using FileStream stream = File.OpenRead(path);
                    return TextPackCard.IsIn(SafeTensorsHeader.Read(stream, path).Metadata);
                },
                otherwise: false
            );
        }
        catch (FileFormatException)
        {
            return false;
        }
    }

    /// <summary>Opens a file as a data set whose texts stay on disk.</summary>
    /// <exception cref="FileFormatException">The file is not a file of packed texts, or it is damaged.</exception>
    /// <exception cref="FigmentException">The file cannot be read.</exception>
    internal static TextDataset Open(string path)
    {
        TextStore? training = null,
            test = null;
        try
        {
            (TextPackCard card, SafeTensorsLayout layout) = Storage.Open(
                path,
                () => File.OpenRead(path),
                stream =>
                {
                    using (stream)
                    {
                        SafeTensorsLayout read = SafeTensorsHeader.Read(stream, path);
                        return (TextPackCard.Of(read.Metadata, path), read);
                    }
                }
            );
            training = Part("", card.Sha256);
            test = card.TestSha256 is null ? null : Part(TestPrefix, card.TestSha256);
            return new TextDataset(card.Name, training, test, card.Notes);

            TextStore Part(string prefix, string sha256) =>
                Storage.Open(path, () => File.OpenRead(path), stream => Store(stream, path, layout, prefix, sha256));
        }
        catch
        {
            training?.Dispose();
            test?.Dispose();
            throw;
        }
    }

    private static TextStore Store(FileStream stream, string path, SafeTensorsLayout layout, string prefix, string sha256)
    {
        SafeTensorsEntry text = Entry(TextName, torch.ScalarType.Byte),
            ends = Entry(EndsName, torch.ScalarType.Int64);
        if (ends.Shape[0] > Array.MaxLength)
            throw Wrong("it has too many texts");
        long[] places = new long[ends.Shape[0]];
        stream.Position = ends.Begin;
        stream.ReadExactly(MemoryMarshal.AsBytes(places.AsSpan()));
        long before = 0;
        foreach (long end in places)
        {
            if (end <= before || end - before > TextBuilder.MostOfText)
                throw Wrong($"a text ends at {end:N0}, and the one before it at {before:N0}");
            before = end;
        }

        return before == text.Shape[0]
            ? new TextStore(stream, places, sha256, text.Begin)
            : throw Wrong($"its texts end at {before:N0} and it has {text.Shape[0]:N0} bytes of them");

        SafeTensorsEntry Entry(string name, torch.ScalarType type)
        {
            SafeTensorsEntry found = layout.Entries.FirstOrDefault(entry => entry.Name == prefix + name);
            return found is { Shape: [> 0] } && found.Type == type
                ? found
                : throw Wrong(
                    $"it has no list '{prefix + name}' of "
                        + $"{(type == torch.ScalarType.Byte ? OptionSentence.Of("bytes") : "whole numbers")}"
                );
        }

        FileFormatException Wrong(OptionSentence what) => new($"{path} is damaged: {what}. Pack the texts again.");
    }
}
