using Figment.Data.Folders;
using Figment.Imaging;
using Figment.Runs;
using Figment.Studio.Hosting;
using Figment.Studio.Shelves;
using Figment.Studio.Words;

namespace Figment.Studio.Making;

/// <summary>
/// Data that visitors make, in a folder of the studio with a subfolder for each way of making it (<see cref="MadeWay"/>) and a
/// folder in that for each set. A name from a visitor must be valid on every system; only what is listed here is ever opened.
/// </summary>
/// <param name="options">The options, which include the folder.</param>
/// <param name="free">Returns the free bytes on the disk of a path; null asks the system.</param>
internal sealed class MadeShelf(StudioOptions options, Func<string, long>? free)
{
    /// <summary>The longest text, in bytes.</summary>
    internal const long MostTextBytes = 8 << 20;

    /// <summary>The maximum number of classes in a set, and of pictures in a class.</summary>
    internal const int MostClasses = 10,
        MostPictures = 300;

    /// <summary>The number of bytes to leave free on the disk for other uses.</summary>
    internal const long LeftFree = 512L << 20;

    private const int MostSets = 100,
        LongestName = 60;

    private readonly Lock gate = new();
    private readonly MarkedFolder place = new(
        options.RunsFolder,
        options.MadeFolder,
        ["made", "figment-made"],
        ".figment-made",
        "what its visitors made",
        () => MakeWords.PlaceTaken
    );

    public MadeShelf(StudioOptions options)
        : this(options, null) { }

    /// <summary>The folder of the data.</summary>
    internal string Root => place.Folder;

    /// <summary>Folders that have such a name but belong to something else; their content is not shown.</summary>
    internal IReadOnlyList<string> OfOthers => place.OfOthers;

    /// <summary>All sets, by way and name.</summary>
    internal IReadOnlyList<MadeSet> All() => [.. Enum.GetValues<MadeWay>().SelectMany(All)];

    /// <summary>The sets made in a given way, by name.</summary>
    internal IReadOnlyList<MadeSet> All(MadeWay way)
    {
        lock (gate)
            return place.IsOurs
                ? Storage.Or<IReadOnlyList<MadeSet>>(
                    () => [.. MadeFiles.Folders(Of(way)).Select(folder => MadeFiles.Read(way, folder))],
                    []
                )
                : [];
    }

    /// <summary>The sets of a kind of data (<see cref="DataKind.Name"/>).</summary>
    internal IReadOnlyList<MadeSet> OfKind(string kind) => [.. All().Where(set => set.HasData && KindOf(set) == kind)];

    /// <summary>The set of a given way and name, as <see cref="ClassNames.Find"/> finds it; null if there is none.</summary>
    internal MadeSet? Find(MadeWay way, string name)
    {
        IReadOnlyList<MadeSet> all = All(way);
        return ClassNames.Find(name, [.. all.Select(set => set.Name)]) is int number ? all[number] : null;
    }

    /// <summary>The path to pass to training: the folder of the set, or its only file.</summary>
    internal string SourceOf(MadeSet set)
    {
        string folder = PathOf(set);
        return set.HasClasses ? folder : MadeFiles.OneIn(folder) ?? folder;
    }

    /// <summary>The kind of data of a set.</summary>
    internal string KindOf(MadeSet set) =>
        set.Way switch
        {
            MadeWay.Texts => "texts",
            MadeWay.Files => DataKinds.Of(SourceOf(set)).Name,
            _ => "images",
        };

    /// <summary>The file of a picture; null if it was not made here.</summary>
    internal string? FileOf(MadeWay way, string set, string name, string picture) =>
        Find(way, set) is { } found && found.Class(name) is { } own && own.Pictures.Contains(picture)
            ? Path.Combine(PathOf(found), own.Name, picture)
            : null;

    /// <summary>Stores a picture in a class of a set; both are created if they do not exist.</summary>
    /// <param name="way">How it was made; for a drawing, <see cref="Variants"/> are stored too.</param>
    /// <param name="set">The set's name.</param>
    /// <param name="name">The class's name.</param>
    /// <param name="shape">The picture's shape.</param>
    /// <param name="pixels">Its values, channel by channel, row by row.</param>
    /// <returns>The name of the picture's file.</returns>
    /// <exception cref="StudioException">A name is invalid, there is no room, or nothing can be written.</exception>
    internal string Keep(MadeWay way, string set, string name, ImageShape shape, byte[] pixels)
    {
        (set, name) = (Checked(set), Checked(name));
        if (SplitNames.Is(name) || SplitNames.IsOfTwoKinds(name))
            throw new StudioException(Ui.PartName.Fill(("name", name)));
        return Write(() =>
        {
            MadeSet? own = Find(way, set);
            MadeClass? same = own?.Class(name);
            if (own is not null && same is null && own.Classes.Count >= MostClasses)
                throw new StudioException(MakeWords.TooManyClasses.Fill(("most", WordTable.Number(MostClasses))));
            if (same?.Pictures.Count >= MostPictures)
                throw new StudioException(
                    MakeWords.TooManyPictures.Fill(("name", same.Name), ("most", WordTable.Number(MostPictures)))
                );
            string folder = Directory
                .CreateDirectory(Path.Combine(own is null ? NewFolder(way, set) : PathOf(own), same?.Name ?? name))
                .FullName;
            int number = MadeFiles.Own(folder).Select(MadeFiles.NumberOf).DefaultIfEmpty(0).Max() + 1;
            string file = Path.Combine(folder, MadeClass.FileOf(number));
            try
            {
                int variant = 0;
                foreach (byte[] made in way == MadeWay.Drawn ? Variants.Of(shape, pixels) : [])
                    File.WriteAllBytes(Path.Combine(folder, MadeClass.FileOf(number, ++variant)), MadeFiles.Png(shape, made));
                AtomicFile.Write(file, stream => stream.Write(MadeFiles.Png(shape, pixels)));
            }
            catch
            {
                Storage.Attempt(() => MadeFiles.Remove(folder, number));
                throw;
            }

            return Path.GetFileName(file);
        });
    }

    /// <summary>Stores a text as a new set.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="text">The text in UTF-8; at most <see cref="MostTextBytes"/> bytes of it are read.</param>
    /// <exception cref="StudioException">The name is taken or invalid, there is no room, or nothing can be written.</exception>
    internal MadeSet KeepText(string name, Stream text)
    {
        name = Checked(name);
        return Write(() =>
        {
            string folder = Directory.CreateDirectory(NewFolder(MadeWay.Texts, name)).FullName;
            try
            {
                AtomicFile.Write(Path.Combine(folder, $"{name}.txt"), text.CopyTo);
            }
            catch
            {
                Storage.Attempt(() => Directory.Delete(folder));
                throw;
            }

            return Find(MadeWay.Texts, name)!;
        });
    }

    /// <summary>Turns a folder of uploaded files into a set.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="folder">The uploaded folder, inside <see cref="Root"/>; it is moved.</param>
    /// <exception cref="StudioException">The name is taken or invalid, or the folder cannot be moved.</exception>
    internal MadeSet KeepFiles(string name, string folder)
    {
        name = Checked(name);
        return Write(() =>
        {
            string target = NewFolder(MadeWay.Files, name);
            Directory.CreateDirectory(Of(MadeWay.Files));
            Directory.Move(folder, target);
            return Find(MadeWay.Files, name)!;
        });
    }

    /// <summary>Creates the folder for visitors' data.</summary>
    /// <exception cref="StudioException">There is no room, or the folder cannot be created.</exception>
    internal void Claim() => Write(() => Root);

    /// <summary>
    /// Deletes a picture and its variants; the class is deleted with its last picture, and the set with its last class.
    /// </summary>
    internal void Delete(MadeWay way, string set, string name, string picture) =>
        Change(
            set,
            () =>
            {
                if (FileOf(way, set, name, picture) is not string file)
                    return;
                string folder = Path.GetDirectoryName(file)!;
                MadeFiles.Remove(folder, MadeClass.NumberOf(picture));
                foreach (string empty in (string[])[folder, Path.GetDirectoryName(folder)!])
                    if (!Directory.EnumerateFileSystemEntries(empty).Any())
                        Directory.Delete(empty);
            }
        );

    /// <summary>Deletes a set, with everything in its folder.</summary>
    internal void Delete(MadeSet set) =>
        Change(
            set.Name,
            () =>
            {
                if (Find(set.Way, set.Name) is { } found && found.Name == set.Name)
                    Directory.Delete(PathOf(found), recursive: true);
            }
        );

    /// <summary>An unused name for a set: the requested one, or the requested one with a number.</summary>
    internal string FreeName(MadeWay way, string wanted)
    {
        string safe = FileNames.Shorten(FileNames.Safe(wanted, "data"), LongestName - 4);
        return Enumerable
            .Range(1, MostSets + 1)
            .Select(number => number == 1 ? safe : $"{safe}-{number}")
            .First(name => Find(way, name) is null);
    }

    private static string Checked(string name)
    {
        name = name.Trim();
        return FileNames.IsPortable(name) && name.Length <= LongestName
            ? name
            : throw new StudioException(Ui.BadName.Fill(("name", name)));
    }

    private string Of(MadeWay way) => Path.Combine(Root, MadeSet.FolderOf(way));

    private string PathOf(MadeSet set) => Path.Combine(Of(set.Way), set.Name);

    private string NewFolder(MadeWay way, string name)
    {
        if (Find(way, name) is not null || Path.Exists(Path.Combine(Of(way), name)))
            throw new StudioException(Ui.TakenName.Fill(("name", name)));
        return All(way).Count < MostSets
            ? Path.Combine(Of(way), name)
            : throw new StudioException(MakeWords.TooManySets.Fill(("most", WordTable.Number(MostSets))));
    }

    private T Write<T>(Func<T> write)
    {
        lock (gate)
        {
            return Storage.Try(
                () =>
                {
                    place.Claim();
                    EnsureRoom(0);
                    return write();
                },
                e => new StudioException(MakeWords.CannotKeep.Fill(("folder", Root), ("why", ErrorTexts.Reason(e))), e)
            );
        }
    }

    /// <summary>Checks that the disk has room.</summary>
    /// <param name="bytes">The number of bytes to add.</param>
    /// <exception cref="StudioException">The disk does not have enough room.</exception>
    internal void EnsureRoom(long bytes)
    {
        if (Storage.Or(() => (free ?? FreeAt)(Root), long.MaxValue) - bytes < LeftFree)
            throw new StudioException(MakeWords.DiskFull.Fill(("folder", Root), ("left", WordTable.Number(LeftFree >> 20))));
    }

    private static long FreeAt(string path) => new DriveInfo(path).AvailableFreeSpace;

    private void Change(string name, Action change)
    {
        lock (gate)
            Storage.Try(change, e => new StudioException(Ui.CannotChange.Fill(("name", name), ("why", ErrorTexts.Reason(e))), e));
    }
}
