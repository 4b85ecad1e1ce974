using System.Globalization;
using System.Text.RegularExpressions;
using Figment.Audio;
using Figment.Data.Folders;
using Figment.Data.Sounds;
using Figment.Studio.Hosting;
using Figment.Studio.Words;

namespace Figment.Studio.Recordings;

/// <summary>
/// Sounds that visitors record: folders of the studio's own, each a set with a folder for each class. Nothing is written but WAV
/// files that this class has made itself, and only what it lists is ever opened.
/// </summary>
/// <param name="options">Say where.</param>
internal sealed partial class RecordingShelf(StudioOptions options)
{
    /// <summary>The longest take, in seconds.</summary>
    internal const double MostSeconds = 4;

    /// <summary>The longest file of a take that is read: 4 s at 192 kHz.</summary>
    internal const int MostBytes = 2 << 20;

    private const int MostSets = 50, MostWords = 100, MostTakes = 500, LongestName = 60;
    private const long MostOnDisk = 1L << 30;
    private const double LeastSeconds = 0.05;

    private readonly Lock gate = new();
    private readonly RecordingsPlace place = new(options);

    /// <summary>Where they are kept.</summary>
    internal string Root => place.Folder;

    /// <summary>The sets, by name.</summary>
    internal IReadOnlyList<RecordingSet> All()
    {
        lock (gate) return place.IsOurs ? Storage.Or<IReadOnlyList<RecordingSet>>(() => [.. Folders(Root).Select(Set)], []) : [];
    }

    /// <summary>The set of that name; null where there is none.</summary>
    internal RecordingSet? Find(string? name)
    {
        if (name is null || !FileNames.IsPortable(name)) return null;
        lock (gate)
        {
            if (!place.IsOurs) return null;
            DirectoryInfo folder = new(Path.Combine(Root, name));
            return Storage.Or<RecordingSet?>(() => folder.Exists && folder.LinkTarget is null ? Set(folder) : null, null);
        }
    }

    /// <summary>Where a set lies.</summary>
    internal string PathOf(RecordingSet set) => Path.Combine(Root, set.Name);

    /// <summary>The file of a take; null where it is none that was recorded here.</summary>
    internal string? FileOf(string set, string word, string take) =>
        Find(set)?.Word(word)?.Takes.Contains(take) == true ? Path.Combine(Root, set, word, take) : null;

    /// <summary>Makes sure that sounds can be recorded under a name.</summary>
    /// <exception cref="StudioException">The name serves no folder, or means a part of the data.</exception>
    internal static void Check(string set, string word)
    {
        foreach (string name in (string[])[set, word])
        {
            if (!FileNames.IsPortable(name) || name.Length > LongestName)
                throw new StudioException(Ui.BadName.Fill(("name", name)));
        }

        if (SplitNames.Is(word) || SplitNames.IsOfTwoKinds(word)) throw new StudioException(Ui.PartName.Fill(("name", word)));
    }

    /// <summary>Keeps a take.</summary>
    /// <param name="set">The set, made where it is missing.</param>
    /// <param name="word">The class, made where it is missing.</param>
    /// <param name="recorded">A sound file, from anybody.</param>
    /// <exception cref="FigmentException">A name does not serve, it is no sound, or there is no room for it.</exception>
    internal KeptTake Keep(string set, string word, Stream recorded)
    {
        Check(set, word);
        Sound sound = Decode(recorded);
        lock (gate)
        {
            CheckRoom(set, word);
            return Storage.Try(
                () =>
                {
                    place.Claim();
                    string folder = Directory.CreateDirectory(Path.Combine(Root, set, word)).FullName;
                    string file = RecordedWord.TakeName(NextNumber(folder));
                    AtomicFile.Write(Path.Combine(folder, file), stream => WavWriter.Write(stream, sound));
                    return new KeptTake(file, sound.Seconds, SoundSpan.Of(sound).Peak);
                },
                e => new StudioException(Ui.CannotRecord.Fill(("why", e.Message)), e));
        }
    }

    /// <summary>Deletes a take; a class without takes goes with its last, and a set with its last class.</summary>
    internal void Delete(string set, string word, string take) => Change(set, () =>
    {
        if (FileOf(set, word, take) is string file) File.Delete(file);
    });

    /// <summary>Deletes all takes of a class.</summary>
    internal void Delete(string set, RecordedWord word) => Change(set, () =>
    {
        foreach (string take in word.Takes)
        {
            if (FileOf(set, word.Name, take) is string file) File.Delete(file);
        }
    });

    /// <summary>Gives a class another name; where there is one of that name, the takes join it as its last ones.</summary>
    /// <exception cref="StudioException">The name does not serve, or the folder cannot be changed.</exception>
    internal void Rename(string set, RecordedWord word, string name)
    {
        name = name.Trim();
        Check(set, name);
        Change(set, () =>
        {
            if (name == word.Name || Find(set) is not { } found || found.Word(word.Name) is not { } own) return;
            string from = Path.Combine(Root, set, word.Name), to = Path.Combine(Root, set, name);
            if (found.Word(name) is null)
            {
                Directory.Move(from, to);
                return;
            }

            int next = NextNumber(to);
            foreach (string take in own.Takes)
                File.Move(Path.Combine(from, take), Path.Combine(to, RecordedWord.TakeName(next++)));
        });
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
            throw new StudioException(Ui.TakeBroken.Fill(("why", e.Message)), e);
        }
    }

    private void CheckRoom(string set, string word)
    {
        IReadOnlyList<RecordingSet> all = All();
        RecordingSet? own = all.FirstOrDefault(each => each.Name == set);
        RecordedWord? same = own?.Word(word);
        bool isFull = own is null
            ? all.Count >= MostSets
            : same is null ? own.Words.Count >= MostWords : same.Takes.Count >= MostTakes;
        if (isFull || all.Sum(SizeOf) > MostOnDisk)
        {
            throw new StudioException(Ui.RecordingsFull.Fill(
                ("sets", Count(MostSets)), ("words", Count(MostWords)), ("takes", Count(MostTakes)),
                ("size", $"{MostOnDisk >> 30} GB"),
                ("folder", Root)));
        }
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
                    if (Find(set) is null) return;
                    string folder = Path.Combine(Root, set);
                    foreach (DirectoryInfo word in Folders(folder).Where(word => !word.EnumerateFileSystemInfos().Any()))
                        word.Delete();
                    if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
                },
                e => new StudioException(Ui.CannotChange.Fill(("name", set), ("why", e.Message)), e));
        }
    }

    private static RecordingSet Set(DirectoryInfo folder) => new(folder.Name, [.. Folders(folder.FullName).Select(Word)]);

    private static RecordedWord Word(DirectoryInfo folder) =>
        new(folder.Name, [.. Takes(folder).Where(file => file.LinkTarget is null).Select(file => file.Name)
            .OrderBy(RecordedWord.NumberOf)]);

    private static int NextNumber(string folder) =>
        1 + Takes(new DirectoryInfo(folder)).Select(file => RecordedWord.NumberOf(file.Name)).DefaultIfEmpty(0).Max();

    private static IEnumerable<FileInfo> Takes(DirectoryInfo folder) =>
        folder.EnumerateFiles("take-*.wav").Where(file => TakePattern().IsMatch(file.Name));

    private static IEnumerable<DirectoryInfo> Folders(string path) =>
        !Directory.Exists(path) ? [] : new DirectoryInfo(path).EnumerateDirectories()
        .Where(folder => folder.LinkTarget is null && FileNames.IsPortable(folder.Name))
        .OrderBy(folder => folder.Name, StringComparer.Ordinal);

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    [GeneratedRegex("^take-[0-9]{4,8}[.]wav$", RegexOptions.CultureInvariant)]
    private static partial Regex TakePattern();
}
