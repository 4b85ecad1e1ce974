using Figment.Audio;
using Figment.Data.Folders;

namespace Figment.Data.Sounds;

/// <summary>Opens sounds by name, and the user's own sounds from files.</summary>
public static class SoundSources
{
    private delegate SoundDataset Opener(DataPart part, IProgress<DataProgress>? progress, CancellationToken cancellationToken);

    private static readonly Dictionary<string, Opener> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["drums"] = DrumSounds.Open,
    };

    /// <summary>The names by which sounds can be opened.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Keys];

    /// <summary>Opens sounds by their name or path.</summary>
    /// <param name="nameOrPath">
    /// One of <see cref="Names"/>; a folder of sound files (WAV, FLAC, Ogg with Vorbis or Opus, MP3, AIFF, AU) or a ZIP archive
    /// of one, in which folders are classes, folders <c>train</c> and <c>test</c> are parts, and a <c>labels.csv</c> may name
    /// classes; a NumPy array [N, samples] or [N, channels, samples] (<c>.npy</c>) or an archive of arrays with labels
    /// (<c>.npz</c>), for which the options must give the rate; or packed sounds.
    /// </param>
    /// <param name="part">The part to train with, or the held-out part.</param>
    /// <param name="options">
    /// How recordings become sounds; if null, this is decided from the recordings. Once sounds are packed, their form can no
    /// longer be changed.
    /// </param>
    /// <param name="progress">Receives a report for every recording.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="OptionsException">An option is out of range, or applies only to recordings.</exception>
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
                    $"{nameOrPath} is not a folder, archive or array of recordings; {SoundOptions.InSentence} apply only to such "
                        + $"data.{other}"
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
    /// Whether an argument means sounds: a name, a sound file, a folder or archive with more sounds than pictures, an array of
    /// sounds, or packed sounds. The method reads only names and headers.
    /// </summary>
    /// <param name="nameOrPath">A name or a path.</param>
    public static bool Takes(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        return MeansName(nameOrPath) || SoundPlaces.IsOfSounds(nameOrPath);
    }

    /// <summary>
    /// Whether <see cref="Open"/> can open the <see cref="DataPart.Test"/> part of the data. Unreadable data has no test part;
    /// opening the data reports the reason.
    /// </summary>
    /// <param name="nameOrPath">The name or path, as for <see cref="Open"/>.</param>
    /// <param name="options">The options that tell whether links in a folder are followed; if null, they are not.</param>
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

    /// <summary>Opens sounds by their name, whatever the current folder contains.</summary>
    internal static SoundDataset OpenName(
        string name,
        DataPart part,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) => Known[name](part, progress, cancellationToken);

    /// <summary>Whether a word is the name of sounds.</summary>
    internal static bool IsName(string word) => Known.ContainsKey(word);

    /// <summary>
    /// Whether a word means named sounds. A lower-case name always does; other spellings do only if no file or folder here has
    /// that name.
    /// </summary>
    internal static bool MeansName(string word) =>
        IsName(word) && (Known.Keys.Contains(word, StringComparer.Ordinal) || !Path.Exists(word));

    /// <summary>
    /// The options for reading a place in the same way as other sounds; null for named or packed sounds, which are not read from
    /// recordings.
    /// </summary>
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
                $"The sounds in {path} are already packed as {data.Shape}; {SoundOptions.InSentence} can be set only while "
                    + $"packing. Omit these options, or pack the sounds again."
            )
        );
    }

    private static string Recordings(string path)
    {
        if (Directory.Exists(path) || FileSource.IsArchive(path) || SoundArrays.Is(path))
            return path;
        throw new FigmentException(
            !File.Exists(path)
                ? OptionSentence.Of(
                    $"There are no sounds called '{path}': this is neither a known name ({string.Join(", ", Names)}) nor a "
                        + $"folder, ZIP archive, array or packed file. Check the spelling or the path."
                )
            : UnreadSounds.FormatOf(path) is string format
                ? OptionSentence.Of(
                    $"{path} is {format}, which is not supported. Besides, a model learns from many sounds, not from a single "
                        + $"file. {SoundFormat.Conversion}. Save each sound as a separate file, and give the folder that "
                        + $"contains them."
                )
            : SoundPlaces.IsFile(path)
                ? OptionSentence.Of(
                    $"{path} is a single recording, but a model learns from many. Cut it into one file for each sound, and give "
                        + $"the folder that contains them."
                )
            : OptionSentence.Of(
                $"{path} is not a folder or ZIP archive of recordings, an array of sounds or a file of packed sounds."
            )
        );
    }
}
