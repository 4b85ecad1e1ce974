using System.Globalization;
using System.Text.RegularExpressions;
using Figment.Audio;
using Figment.Data.Folders;
using Figment.Data.Sounds;
using Figment.Studio.Hosting;
using Figment.Studio.Shelves;
using Figment.Studio.Words;

namespace Figment.Studio.Recordings;

/// <summary>
/// Sounds that visitors record, in a folder of the studio: each set is a folder with a folder for each class. Only WAV files made
/// by this class are written, and only files that it lists are opened.
/// </summary>
/// <param name="options">The options, which include the folder.</param>
internal sealed partial class RecordingShelf(StudioOptions options)
{
    /// <summary>The maximum length of a take, in seconds.</summary>
    internal const double MostSeconds = 4;

    /// <summary>The maximum size of a take's file to read: 4 s at 192 kHz.</summary>
    internal const int MostBytes = 2 << 20;

    private const int MostSets = 50,
        MostWords = 100,
        MostTakes = 500,
        LongestName = 60;
    private const long MostOnDisk = 1L << 30;
    private const double LeastSeconds = 0.05;

    private readonly Lock gate = new();
    private readonly MarkedFolder place = new(
        options.RunsFolder,
        options.RecordingsFolder,
        ["recordings", "figment-recordings"],
        ".figment-recordings",
        "its recordings",
        () => Ui.RecordingsOfAnother
    );

    /// <summary>The folder of the recordings.</summary>
    internal string Root => place.Folder;

    /// <summary>Folders that have such a name but belong to something else; their content is not shown.</summary>
    internal IReadOnlyList<string> OfOthers => place.OfOthers;

    /// <summary>The sets, by name.</summary>
    internal IReadOnlyList<RecordingSet> All()
    {
        lock (gate)
            return place.IsOurs ? Storage.Or<IReadOnlyList<RecordingSet>>(() => [.. Folders(Root).Select(Set)], []) : [];
    }

    /// <summary>The set of the given name, as <see cref="ClassNames.Find"/> finds it; null if there is none.</summary>
    internal RecordingSet? Find(string? name)
    {
        if (name is null)
            return null;
        lock (gate)
        {
            if (!place.IsOurs)
                return null;
            return Storage.Or<RecordingSet?>(
                () =>
                {
                    DirectoryInfo[] sets = [.. Folders(Root)];
                    return ClassNames.Find(name, [.. sets.Select(set => set.Name)]) is int number ? Set(sets[number]) : null;
                },
                null
            );
        }
    }

    /// <summary>The path of a set.</summary>
    internal string PathOf(RecordingSet set) => Path.Combine(Root, set.Name);

    /// <summary>The file of a take; null if it was not recorded here.</summary>
    internal string? FileOf(string set, string word, string take) =>
        Find(set) is { } found && found.Word(word) is { } own && own.Takes.Contains(take)
            ? Path.Combine(PathOf(found), own.Name, take)
            : null;

    /// <summary>Checks that sounds can be recorded under the given names.</summary>
    /// <exception cref="StudioException">
    /// A name is not valid for a folder, or is reserved for a part of the data, such as the test part.
    /// </exception>
    internal static void Check(string set, string word)
    {
        foreach (string name in (string[])[set, word])
        {
            if (!FileNames.IsPortable(name) || name.Length > LongestName)
                throw new StudioException(Ui.BadName.Fill(("name", name)));
        }

        if (SplitNames.Is(word) || SplitNames.IsOfTwoKinds(word))
            throw new StudioException(Ui.PartName.Fill(("name", word)));
    }

    /// <summary>Stores a take.</summary>
    /// <param name="set">
    /// The set, created if no set has this name or one that differs only in case or Unicode normalisation.
    /// </param>
    /// <param name="word">The class, found or created in the same way.</param>
    /// <param name="recorded">A sound file from any source.</param>
    /// <exception cref="FigmentException">A name is invalid, the file is not a sound, or there is no room for it.</exception>
    internal KeptTake Keep(string set, string word, Stream recorded)
    {
        Check(set, word);
        Sound sound = Decode(recorded);
        lock (gate)
        {
            return Storage.Try(
                () =>
                {
                    place.Claim();
                    (set, word) = RoomFor(set, word);
                    string folder = Directory.CreateDirectory(Path.Combine(Root, set, word)).FullName;
                    string file = FreeNames(folder).First();
                    AtomicFile.Write(Path.Combine(folder, file), stream => WavWriter.Write(stream, sound));
                    return new KeptTake(set, word, file, sound.Seconds, SoundSpan.Of(sound).Peak);
                },
                e => new StudioException(Ui.CannotRecord.Fill(("why", ErrorTexts.Reason(e))), e)
            );
        }
    }

    /// <summary>Deletes a take; the class is deleted with its last take, and the set with its last class.</summary>
    internal void Delete(string set, string word, string take) =>
        Change(
            set,
            () =>
            {
                if (FileOf(set, word, take) is string file)
                    File.Delete(file);
            }
        );

    /// <summary>Deletes all takes of a class.</summary>
    internal void Delete(string set, RecordedWord word) =>
        Change(
            set,
            () =>
            {
                foreach (string take in word.Takes)
                {
                    if (FileOf(set, word.Name, take) is string file)
                        File.Delete(file);
                }
            }
        );

    /// <summary>Renames a class. If there is a class of the new name, the takes are appended to it.</summary>
    /// <exception cref="StudioException">
    /// The name is invalid, the class would have too many takes, or the folder cannot be changed.
    /// </exception>
    internal void Rename(string set, RecordedWord word, string name)
    {
        name = name.Trim();
        Check(set, name);
        Change(
            set,
            () =>
            {
                if (Find(set) is not { } found || found.Word(word.Name) is not { } own || name == own.Name)
                    return;
                RecordingSet others = found with { Words = [.. found.Words.Where(each => each != own)] };
                if (others.Word(name) is { } other)
                    Join(PathOf(found), own, other);
                else if (!FolderNames.Rename(Path.Combine(PathOf(found), own.Name), name))
                    throw new StudioException(Ui.TakenName.Fill(("name", name)));
            }
        );
    }

    private static void Join(string set, RecordedWord word, RecordedWord other)
    {
        int together = word.Takes.Count + other.Takes.Count;
        if (together > MostTakes)
        {
            throw new StudioException(
                Ui.TooManyTakes.Fill(("word", other.Name), ("takes", Count(together)), ("most", Count(MostTakes)))
            );
        }

        string from = Path.Combine(set, word.Name),
            to = Path.Combine(set, other.Name);
        foreach ((string take, string free) in word.Takes.Zip(FreeNames(to)))
            File.Move(Path.Combine(from, take), Path.Combine(to, free));
    }

    private static Sound Decode(Stream recorded)
    {
        try
        {
            Sound sound = SoundDecoder.Decode(recorded, MostSeconds).Sound.Mono();
            return sound.Seconds >= LeastSeconds ? sound : throw new StudioException(Ui.TakeTooShort);
        }
        catch (FileFormatException e)
        {
            throw new StudioException(Ui.TakeBroken.Fill(("why", ErrorTexts.Reason(e))), e);
        }
    }

    /// <summary>Where to store a take: the names of the set and the class on disk.</summary>
    /// <exception cref="StudioException">There is no room, or something else already has one of these names.</exception>
    private (string Set, string Word) RoomFor(string set, string word)
    {
        IReadOnlyList<RecordingSet> all = All();
        RecordingSet? own = Find(set);
        RecordedWord? same = own?.Word(word);
        bool isFull =
            own is null ? all.Count >= MostSets
            : same is null ? own.Words.Count >= MostWords
            : same.Takes.Count >= MostTakes;
        if (isFull || all.Sum(SizeOf) > MostOnDisk)
        {
            throw new StudioException(
                Ui.RecordingsFull.Fill(
                    ("sets", Count(MostSets)),
                    ("words", Count(MostWords)),
                    ("takes", Count(MostTakes)),
                    ("size", $"{MostOnDisk >> 30} GB"),
                    ("folder", Root)
                )
            );
        }

        (set, word) = (own?.Name ?? set, same?.Name ?? word);
        string? taken =
            own is null && Path.Exists(Path.Combine(Root, set)) ? set
            : same is null && Path.Exists(Path.Combine(Root, set, word)) ? word
            : null;
        return taken is null ? (set, word) : throw new StudioException(Ui.TakenName.Fill(("name", taken)));
    }

    private long SizeOf(RecordingSet set)
    {
        string folder = PathOf(set);
        return set.Words.Sum(word => word.Takes.Sum(take => new FileInfo(Path.Combine(folder, word.Name, take)).Length));
    }

    private void Change(string set, Action change)
    {
        lock (gate)
        {
            Storage.Try(
                () =>
                {
                    change();
                    if (Find(set) is not { } found)
                        return;
                    string folder = PathOf(found);
                    foreach (DirectoryInfo word in Folders(folder).Where(word => !word.EnumerateFileSystemInfos().Any()))
                        word.Delete();
                    if (!Directory.EnumerateFileSystemEntries(folder).Any())
                        Directory.Delete(folder);
                },
                e => new StudioException(Ui.CannotChange.Fill(("name", set), ("why", ErrorTexts.Reason(e))), e)
            );
        }
    }

    private static RecordingSet Set(DirectoryInfo folder) => new(folder.Name, [.. Folders(folder.FullName).Select(Word)]);

    private static RecordedWord Word(DirectoryInfo folder) =>
        new(
            folder.Name,
            [.. Takes(folder).Where(file => file.LinkTarget is null).Select(file => file.Name).OrderBy(RecordedWord.NumberOf)]
        );

    /// <summary>File names for more takes, numbered after the existing ones; names already in use are skipped.</summary>
    private static IEnumerable<string> FreeNames(string folder)
    {
        int last = Takes(new DirectoryInfo(folder)).Select(file => RecordedWord.NumberOf(file.Name)).DefaultIfEmpty(0).Max();
        for (int number = last + 1; ; number++)
        {
            string name = RecordedWord.TakeName(number);
            if (!Path.Exists(Path.Combine(folder, name)))
                yield return name;
        }
    }

    private static IEnumerable<FileInfo> Takes(DirectoryInfo folder) =>
        folder.EnumerateFiles("take-*.wav").Where(file => TakePattern().IsMatch(file.Name));

    private static IEnumerable<DirectoryInfo> Folders(string path) =>
        !Directory.Exists(path)
            ? []
            : new DirectoryInfo(path)
                .EnumerateDirectories()
                .Where(folder => folder.LinkTarget is null && FileNames.IsPortable(folder.Name))
                .OrderBy(folder => folder.Name, StringComparer.Ordinal);

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    [GeneratedRegex("^take-[0-9]{4,8}[.]wav$", RegexOptions.CultureInvariant)]
    private static partial Regex TakePattern();
}
