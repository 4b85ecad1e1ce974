using System.Globalization;
using Figment.Data.Images;
using Figment.Formats;

namespace Figment.Data.Sounds;

/// <summary>
/// Reads sounds from a NumPy array, [N, samples] or [N, channels, samples], treating each as a recording; or from an archive of
/// arrays with labels and a held-out part, found by the names of the arrays (<see cref="NumpyParts"/>).
/// </summary>
internal static class SoundArrays
{
    private const int LeastRows = 16; // of a picture

    private static readonly NumpyItems Items = new(
        WordTable.Text("note.numpy.sounds"),
        $"Sounds are count × samples or count × channels × samples, with {ArrayLayout.LeastLength} samples or more and 1 or "
            + $"2 channels.",
        new HashSet<string>
        {
            "x",
            "sound",
            "sounds",
            "audio",
            "audios",
            "wave",
            "waves",
            "waveform",
            "waveforms",
            "wav",
            "wavs",
            "clip",
            "clips",
            "recording",
            "recordings",
            "data",
        },
        ArrayLayout.Fits
    );

    /// <summary>Whether a file holds sounds, judging by its extension and by the type and shape in its header.</summary>
    internal static bool Is(string path)
    {
        bool isArchive = IsArchive(path);
        if ((!isArchive && !HasEnding(path, ".npy")) || !File.Exists(path))
            return false;
        try
        {
            return isArchive ? IsArchiveOfSounds(path) : Storage.Or(() => ArrayLayout.Fits(HeaderOf(path)), otherwise: false);
        }
        catch (FigmentException)
        {
            return false; // reported when the file is opened as pictures
        }
    }

    /// <summary>Whether a file has a held-out part.</summary>
    internal static bool HasTestPart(string path) =>
        IsArchive(path) ? NumpyParts.HasTestPart(path, Items) : Datasets.TestFile(path) is not null;

    /// <summary>Opens a file.</summary>
    /// <exception cref="FigmentException">The file is damaged, has no sounds, or the options do not give the rate.</exception>
    internal static RecordedData Open(string path, SoundOptions options, CancellationToken cancellationToken)
    {
        if (options.Labels is not null)
        {
            throw new FigmentException(
                OptionSentence.Of(
                    $"{path} cannot be used with a labels file ({new OptionName(nameof(SoundOptions.Labels))}): the labels of an "
                        + $"array x must be stored in the same .npz archive, as the array y. Omit the option."
                )
            );
        }

        Resources opened = new();
        try
        {
            (NumpyReader array, string name, byte[]? labels, List<Text> notes) = OpenPart(path, DataPart.Train, opened);
            ArrayLayout layout = LayoutOf(array, path);
            int rate = options.Rate ?? throw Rateless(path, array, layout);
            ArrayScale scale = ArrayScale.Of(array, cancellationToken);
            notes.Add(WordTable.Template("note.sounds.array.rate").Fill(("rate", Number(rate / 1000.0))));
            if (scale.Largest is double largest)
                notes.Add(
                    WordTable.Template("note.sounds.array.scale").Fill(("largest", Number(largest)), ("full", Number(scale.Full)))
                );
            (RecordedPart? test, byte[]? testLabels) = HasTestPart(path)
                ? OpenTest(
                    path,
                    rate,
                    part => part.Type == array.Type ? scale : ArrayScale.Of(part, cancellationToken),
                    labels is not null,
                    opened
                )
                : (null, null);
            return new RecordedData(path, opened)
            {
                Subject = $"The array {path}",
                Name = Path.GetFileNameWithoutExtension(path),
                Train = new RecordedPart(new ArrayRecordings(array, layout, name, path, rate, scale), labels),
                Test = test,
                Classes = labels is null ? [] : ImageLabels.Numbered([.. labels, .. testLabels ?? []]),
                Notes = notes,
            };
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Opens the held-out part, on the scale of the training part if both have the same type.</summary>
    private static (RecordedPart Test, byte[]? Labels) OpenTest(
        string path,
        int rate,
        Func<NumpyReader, ArrayScale> scaleOf,
        bool hasLabels,
        Resources opened
    )
    {
        (NumpyReader array, string name, byte[]? labels, _) = OpenPart(path, DataPart.Test, opened);
        labels = hasLabels ? labels : null;
        return (
            new RecordedPart(new ArrayRecordings(array, LayoutOf(array, path), name, path, rate, scaleOf(array)), labels),
            labels
        );
    }

    private static (NumpyReader Array, string Name, byte[]? Labels, List<Text> Notes) OpenPart(
        string path,
        DataPart part,
        Resources opened
    )
    {
        if (!IsArchive(path))
        {
            string file = part == DataPart.Train ? path : Datasets.TestFile(path)!;
            return (
                opened.Own(NumpyReader.Open(file, takesFortran: false, NumpyTypes.OfSounds)),
                Path.GetFileNameWithoutExtension(file),
                null,
                []
            );
        }

        using NumpyArchive archive = NumpyArchive.Open(path);
        (string name, byte[]? labels, IReadOnlyList<Text> notes) = NumpyParts.Choose(archive, part, path, Items);
        return (opened.Own(archive.Unpacked(name, takesFortran: false, NumpyTypes.OfSounds)), name, labels, [.. notes]);
    }

    private static ArrayLayout LayoutOf(NumpyReader array, string path) =>
        ArrayLayout.Of(array.Shape) is { Count: > 0 } layout
            ? layout
            : throw new FileFormatException(
                $"{path} has an array of the shape {string.Join(" × ", array.Shape)}, which cannot hold sounds. {Items.Shapes}"
            );

    private static FigmentException Rateless(string path, NumpyReader array, ArrayLayout layout)
    {
        double side = Math.Sqrt(layout.Length);
        string pictures =
            array.Shape.Count != 2 ? ""
            : side % 1 == 0 ? $" If each is a picture of {side:0} × {side:0}, save x.reshape(-1, {side:0}, {side:0})."
            : layout.Count >= LeastRows ? " If it is one grey picture, save x[None]."
            : "";
        return new FigmentException(
            OptionSentence.Of(
                $"{path} holds {layout.Count:N0} sounds of {layout.Length:N0} samples each, but an array does not give its "
                    + $"sample rate. Give the rate ({new OptionName(nameof(SoundOptions.Rate), 16000)}, for instance) when you "
                    + $"train with the array or pack it.{pictures}"
            )
        );
    }

    private static bool IsArchiveOfSounds(string path)
    {
        using NumpyArchive archive = NumpyArchive.Open(path);
        NumpyEntry[] arrays = [.. archive.Entries()];
        bool IsOfSounds(NumpyEntry entry) => NumpyParts.IsItems(entry, Items);
        return arrays.Any(IsOfSounds) && !arrays.Any(entry => NumpyParts.IsItems(entry, NumpyItems.Images) && !IsOfSounds(entry));
    }

    private static NumpyHeader HeaderOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return NumpyHeader.Read(stream, path);
    }

    private static bool IsArchive(string path) => HasEnding(path, NumpyArchive.Extension);

    private static bool HasEnding(string path, string ending) =>
        Path.GetExtension(path).Equals(ending, StringComparison.OrdinalIgnoreCase);

    private static string Number(double number) =>
        number.ToString(number < 1e15 ? "#,0.###" : "G6", CultureInfo.InvariantCulture);

    /// <summary>The open arrays and archives.</summary>
    private sealed class Resources : IDisposable
    {
        private readonly List<IDisposable> all = [];

        internal NumpyReader Own(NumpyReader array)
        {
            all.Add(array);
            return array;
        }

        public void Dispose() => all.ForEach(each => each.Dispose());
    }
}
