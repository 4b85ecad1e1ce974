using Figment.Audio;
using Figment.Data.Folders;

namespace Figment.Data.Sounds;

/// <summary>The sounds that are known by name, and the way to those of one's own.</summary>
public static class SoundSources
{
    private delegate SoundDataset Opener(DataPart part, IProgress<DataProgress>? progress, CancellationToken cancellationToken);

    private static readonly Dictionary<string, Opener> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["drums"] = DrumSounds.Open,
    };

    /// <summary>The words that name sounds on the command line.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Keys];

    /// <summary>Opens sounds by what a user may write.</summary>
    /// <param name="nameOrPath">
    /// One of <see cref="Names"/>; a folder of sound files (WAV, FLAC, Ogg with Vorbis or Opus, MP3, AIFF, AU) or a ZIP archive
    /// of one, whose folders are classes, whose folders <c>train</c> and <c>test</c> are parts, and in which a <c>labels.csv</c>
    /// may name classes; a NumPy array [N, samples] or [N, channels, samples] (<c>.npy</c>), or an archive of arrays with labels
    /// (<c>.npz</c>), whose rate the options must say; packed sounds.
    /// </param>
    /// <param name="part">What is learned from, or what is held out.</param>
    /// <param name="options">
    /// What recordings become; null decides by the recordings. What sounds became that are packed cannot be changed any more.
    /// </param>
    /// <param name="progress">Hears of every recording.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OptionsException">An option is out of its range, or goes with recordings only.</exception>
    /// <exception cref="FigmentException">There is no such name, folder or part, or a recording cannot be read.</exception>
    public static SoundDataset Open(
        string nameOrPath,
        DataPart part = DataPart.Train,
        SoundOptions? options = null,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        if (!MeansName(nameOrPath))
            return OpenPath(nameOrPath, part, options, progress, cancellationToken);
        if (options is not null && options != new SoundOptions())
        {
            string other = Path.Exists(nameOrPath) ? $" To use the file or folder of that name here, write ./{nameOrPath}." : "";
            throw new FigmentException(
                OptionSentence.Of(
                    $"{nameOrPath} is not a folder, archive or array of recordings: {SoundOptions.InSentence} apply only to "
                        + $"those.{other}"
                )
            );
        }

        SoundDataset data = OpenName(nameOrPath, part, progress, cancellationToken);
        if (Path.Exists(nameOrPath))
            data.Notes =
            [
                WordTable.Template("note.source.dataSet").Fill(("name", nameOrPath.ToLowerInvariant()), ("path", nameOrPath)),
                .. data.Notes,
            ];
        return data;
    }

    /// <summary>
    /// Whether what a user named is sounds: a name, a sound file, a folder or archive with more sounds than pictures, an array of
    /// sounds, or packed sounds. Only names and headers are read.
    /// </summary>
    /// <param name="nameOrPath">A name, or a path.</param>
    public static bool Takes(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        return MeansName(nameOrPath) || SoundPlaces.IsOfSounds(nameOrPath);
    }

    /// <summary>
    /// Whether <see cref="Open"/> can open <see cref="DataPart.Test"/> of it; what cannot be read has none, and says why when it
    /// is opened.
    /// </summary>
    /// <param name="nameOrPath">As for <see cref="Open"/>.</param>
    /// <param name="options">Says whether links in a folder are followed; null does not.</param>
    public static bool HasTestPart(string nameOrPath, SoundOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        if (MeansName(nameOrPath))
            return true;
        if (SoundPack.IsPack(nameOrPath))
            return SoundPack.HasTestPart(nameOrPath);
        if (SoundArrays.Is(nameOrPath))
            return SoundArrays.HasTestPart(nameOrPath);
        if (!Directory.Exists(nameOrPath) && !FileSource.IsArchive(nameOrPath))
            return false;
        try
        {
            return SoundFolder.HasTestPart(nameOrPath, options ?? new SoundOptions(), CancellationToken.None);
        }
        catch (FigmentException)
        {
            return false;
        }
    }

    /// <summary>Opens sounds that are known by name, whatever lies in the current folder.</summary>
    internal static SoundDataset OpenName(
        string name,
        DataPart part,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) => Known[name](part, progress, cancellationToken);

    /// <summary>Whether a word is the name of sounds.</summary>
    internal static bool IsName(string word) => Known.ContainsKey(word);

    /// <summary>
    /// Whether a word means sounds that are known by name: in small letters always; written otherwise where nothing of that name
    /// lies here.
    /// </summary>
    internal static bool MeansName(string word) =>
        IsName(word) && (Known.Keys.Contains(word, StringComparer.Ordinal) || !Path.Exists(word));

    /// <summary>How what lies at a place is read as other sounds were: null where it is what it is, by name or packed.</summary>
    internal static SoundOptions? ReadingAt(string place, SoundOptions? reading) =>
        MeansName(place) || SoundPack.IsPack(place) ? null : reading;

    private static SoundDataset OpenPath(
        string path,
        DataPart part,
        SoundOptions? options,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        if (!SoundPack.IsPack(path))
            return SoundReading.Read(Recordings(path), part, options ?? new SoundOptions(), progress, cancellationToken);
        SoundDataset data = SoundPackFile.Open(path, part);
        if (options is null || options == data.Reading)
            return data;
        data.Dispose();
        throw new FigmentException(
            OptionSentence.Of(
                $"The sounds in {path} are packed as {data.Shape}: {SoundOptions.InSentence} are chosen when sounds are "
                    + $"packed. Omit them, or pack the sounds again."
            )
        );
    }

    private static string Recordings(string path)
    {
        if (Directory.Exists(path) || FileSource.IsArchive(path) || SoundArrays.Is(path))
            return path;
        throw new FigmentException(
            !File.Exists(path)
                ? $"There are no sounds '{path}', neither by that name ({string.Join(", ", Names)}) nor as a folder, ZIP "
                    + $"archive, array or packed file. Check the spelling or the path."
            : UnreadSounds.FormatOf(path) is string format
                ? $"{path} is {format}, which is not read, and a single file. {SoundFormat.Conversion}. Make one "
                    + $"file of each "
                    + $"sound, and name their folder."
            : SoundPlaces.IsFile(path)
                ? $"{path} is a single recording, but a model learns from many. Cut it into one file for each sound and name "
                    + $"their folder."
            : $"{path} is not a folder or ZIP archive of recordings, an array of sounds or a file of packed sounds."
        );
    }
}
