using System.ComponentModel.DataAnnotations;
using Figment.Audio;
using Figment.Data;
using Figment.Data.Sounds;
using Figment.Studio.Hosting;
using Figment.Studio.Recordings;
using Figment.Studio.Tests.Shelves;
using Figment.Studio.Words;

namespace Figment.Studio.Tests.Recordings;

public sealed class RecordingShelfTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("figment-recordings-").FullName;

    private RecordingShelf Shelf => new(new StudioOptions { RunsFolder = Path.Combine(folder, "runs") });

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Takes_are_kept_by_set_and_class_and_learned_from_as_classes()
    {
        RecordingShelf shelf = Shelf;
        KeptTake first = Keep(shelf, "my sounds", "yes"),
            second = Keep(shelf, "my sounds", "yes", hertz: 500);
        Keep(shelf, "my sounds", "不是");

        RecordingSet set = Assert.Single(shelf.All());
        Assert.Equal(["take-0001.wav", "take-0002.wav"], [first.File, second.File]);
        Assert.Equal([("yes", 2), ("不是", 1)], set.Words.Select(word => (word.Name, word.Takes.Count)));
        using SoundDataset data = SoundSources.Open(shelf.PathOf(set), DataPart.Train);
        Assert.Equal(3, data.Count);
        Assert.Equal(["yes", "不是"], data.ClassNames.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_take_is_kept_as_it_sounds_and_what_is_to_be_said_of_it_is_known()
    {
        KeptTake usual = Keep(Shelf, "a", "b"),
            soft = Keep(Shelf, "a", "b", loudness: 0.01),
            loud = Keep(Shelf, "a", "b", loudness: 1.5);

        Assert.Equal(0.5, usual.Seconds, 3);
        Assert.Equal((false, false), (usual.IsSoft, usual.IsClipped));
        Assert.True(soft.IsSoft);
        Assert.True(loud.IsClipped);
        Sound kept = SoundDecoder.Decode(Shelf.FileOf("a", "b", usual.File)!, 10).Sound;
        using MemoryStream given = new(SoundTones.Wav(300, 0.5));
        Assert.Equal(SoundDecoder.Decode(given, 10).Sound.Channels[0], kept.Channels[0]);
    }

    [Fact]
    public void A_take_is_at_most_four_seconds_long()
    {
        using MemoryStream stream = new(SoundTones.Wav(300, 6));
        Assert.Equal(4, Shelf.Keep("a", "b", stream).Seconds, 3);
    }

    [Theory]
    [InlineData("../a", "b")]
    [InlineData("a", "..")]
    [InlineData("a", "b/c")]
    [InlineData("a", "b\\c")]
    [InlineData(".hidden", "b")]
    [InlineData("a", "nul")]
    [InlineData("", "b")]
    [InlineData("a", "train")]
    [InlineData("a", "Test")]
    [InlineData("a", "validation")]
    public void Names_that_lead_elsewhere_or_mean_something_else_are_refused(string set, string word)
    {
        Assert.Throws<StudioException>(() => Keep(Shelf, set, word));
        Assert.False(Directory.Exists(Shelf.Root));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no sound at all")]
    [InlineData("RIFF....WAVE")]
    public void What_is_no_sound_is_not_kept(string content)
    {
        using MemoryStream stream = new(System.Text.Encoding.ASCII.GetBytes(content));
        Assert.Throws<StudioException>(() => Shelf.Keep("a", "b", stream));
        Assert.Empty(Shelf.All());
    }

    [Fact]
    public void A_class_takes_so_many_takes_and_no_more_also_where_another_joins_it()
    {
        Keep(Shelf, "a", "b");
        for (int k = 2; k <= 500; k++)
            File.WriteAllText(Path.Combine(Shelf.Root, "a", "b", $"take-{k:D4}.wav"), "");

        Assert.Contains("no room", Assert.Throws<StudioException>(() => Keep(Shelf, "a", "b")).Message, StringComparison.Ordinal);
        KeptTake other = Keep(Shelf, "a", "c");
        byte[] kept = File.ReadAllBytes(Shelf.FileOf("a", "c", other.File)!);
        StudioException tooMany = Assert.Throws<StudioException>(() => Shelf.Rename("a", Word(Shelf, "c"), "b"));
        Assert.Contains("“b” would then have 501 takes", tooMany.Message, StringComparison.Ordinal);
        Assert.Equal([500, 1], Shelf.Find("a")!.Words.Select(word => word.Takes.Count));
        Shelf.Delete("a", "b", "take-0002.wav");
        Shelf.Rename("a", Word(Shelf, "c"), "b");
        Assert.Equal("take-0501.wav", Word(Shelf, "b").Takes[^1]);
        Assert.Equal(kept, File.ReadAllBytes(Shelf.FileOf("a", "b", "take-0501.wav")!));
        Assert.Equal(["b"], Shelf.Find("a")!.Words.Select(word => word.Name));
    }

    [Fact]
    public void Takes_and_classes_are_deleted_and_renamed_and_nothing_else_is_touched()
    {
        RecordingShelf shelf = Shelf;
        for (int k = 0; k < 3; k++)
            Keep(shelf, "a", "yes");
        Keep(shelf, "a", "no");
        string own = Path.Combine(shelf.Root, "a", "yes", "notes.txt");
        File.WriteAllText(own, "mine");

        shelf.Delete("a", "yes", "take-0002.wav");
        shelf.Delete("a", "yes", "../../../escape.wav");
        Assert.Equal(["take-0001.wav", "take-0003.wav"], Word(shelf, "yes").Takes);
        shelf.Rename("a", Word(shelf, "yes"), "no");
        Assert.Equal(3, Word(shelf, "no").Takes.Count);
        Assert.True(File.Exists(own));
        shelf.Delete("a", Word(shelf, "no"));
        // The folder still holds a file that is not the studio's.
        Assert.Equal(["yes"], Assert.Single(shelf.All()).Words.Select(word => word.Name));
        File.Delete(own);
        shelf.Delete("a", Word(shelf, "yes"));
        Assert.Empty(shelf.All());
    }

    [Fact]
    public void A_class_gets_another_name_on_disk_with_all_that_it_holds()
    {
        Keep(Shelf, "a", "b");
        string take = Shelf.FileOf("a", "b", "take-0001.wav")!;
        string renamed = take.Replace("0001", "12345", StringComparison.Ordinal);
        File.Move(take, renamed);
        File.AppendAllText(renamed, "what somebody put behind it");
        byte[] kept = File.ReadAllBytes(renamed);

        Assert.Throws<StudioException>(() => Shelf.Rename("a", Word(Shelf, "b"), "../c"));
        Shelf.Rename("a", Word(Shelf, "b"), " c ");
        Assert.Equal(["take-12345.wav"], Word(Shelf, "c").Takes);
        Assert.Equal(kept, File.ReadAllBytes(Shelf.FileOf("a", "c", "take-12345.wav")!));
        Assert.Equal("take-12346.wav", Keep(Shelf, "a", "c").File);
        Shelf.Rename("a", new RecordedWord("gone", ["take-0001.wav"]), "d");
        Assert.Equal(["c"], Shelf.Find("a")!.Words.Select(word => word.Name));
    }

    [Fact]
    public void A_folder_of_that_name_which_is_not_the_studios_is_left_alone()
    {
        string theirs = Path.Combine(folder, "recordings", "birds", "finch", "take-0001.wav"),
            ours = Path.Combine(folder, "figment-recordings");
        Directory.CreateDirectory(Path.GetDirectoryName(theirs)!);
        File.WriteAllText(theirs, "mine");

        Assert.Empty(Shelf.All());
        Assert.Equal([Path.Combine(folder, "recordings")], Shelf.OfOthers);
        Assert.Null(Shelf.FileOf("birds", "finch", "take-0001.wav"));
        Shelf.Delete("birds", "finch", "take-0001.wav");
        Keep(Shelf, "birds", "finch");
        Assert.Equal(ours, Shelf.Root);
        Assert.Equal("mine", File.ReadAllText(theirs));

        // The mark decides, not the name: the folder is still found after the other one has gone, but not once its mark has been
        // removed.
        Directory.Delete(Path.Combine(folder, "recordings"), recursive: true);
        Assert.Equal(1, Assert.Single(Shelf.All()).Takes);
        Assert.Empty(Shelf.OfOthers);
        File.WriteAllText(Path.Combine(folder, "recordings"), "not even a folder");
        File.Delete(Path.Combine(ours, ".figment-recordings"));
        Assert.Empty(Shelf.All());
        Assert.Contains(
            ours,
            Assert.Throws<StudioException>(() => Keep(Shelf, "birds", "finch")).Message,
            StringComparison.Ordinal
        );
        Assert.Single(Directory.GetFiles(ours, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("recordings", "figment-recordings")]
    [InlineData("figment-recordings/", "recordings")]
    public void The_folder_of_runs_is_never_that_of_recordings(string runs, string recordings)
    {
        StudioOptions options = new() { RunsFolder = Path.Combine(folder, runs) };
        RecordingShelf shelf = new(options);
        Directory.CreateDirectory(Path.Combine(options.RunsFolder, "a run", "samples"));
        File.WriteAllText(Path.Combine(options.RunsFolder, ".figment-recordings"), "left by mistake");

        Assert.Empty(shelf.All());
        Keep(shelf, "a", "b");
        Assert.Equal(Path.Combine(folder, recordings), shelf.Root);
        Assert.Empty(shelf.OfOthers);
        Assert.Equal(["a"], shelf.All().Select(set => set.Name));
        Assert.Single(Directory.GetDirectories(options.RunsFolder));

        StudioOptions both = options with { RecordingsFolder = Path.Combine(folder, runs.TrimEnd('/')) };
        Assert.Contains("need another one", Assert.Single(both.Validate(new ValidationContext(both))).ErrorMessage);
    }

    [Fact]
    public void Names_that_differ_in_case_or_form_alone_are_one_as_file_systems_have_them()
    {
        RecordingShelf shelf = Shelf;
        Keep(shelf, "Sounds", "café");
        KeptTake second = Keep(shelf, "sounds", "Cafe\u0301"); // with a combining accent

        Assert.Equal(("Sounds", "café", "take-0002.wav"), (second.Set, second.Word, second.File));
        Assert.Equal(2, Assert.Single(Assert.Single(shelf.All()).Words).Takes.Count);
        Assert.Equal(Path.Combine(shelf.Root, "Sounds", "café", second.File), shelf.FileOf("SOUNDS", "CAFÉ", second.File));
        Keep(shelf, "Sounds", "tea");
        shelf.Rename("sounds", shelf.Find("SOUNDS")!.Word("TEA")!, "CAFÉ");
        RecordedWord word = Assert.Single(shelf.Find("Sounds")!.Words);
        Assert.Equal(("café", 3), (word.Name, word.Takes.Count));
        shelf.Rename("Sounds", word, "Café");
        word = Assert.Single(shelf.Find("Sounds")!.Words);
        Assert.Equal(("Café", 3), (word.Name, word.Takes.Count));
        Assert.True(shelf.Find("Sounds")!.Holds(second));
        shelf.Delete("sounds", "café", second.File);
        Assert.False(shelf.Find("Sounds")!.Holds(second));
    }

    [Fact]
    public void What_only_has_the_name_of_a_take_a_class_or_a_set_is_left_alone()
    {
        RecordingShelf shelf = Shelf;
        Keep(shelf, "a", "b");
        string outside = Directory.CreateDirectory(Path.Combine(folder, "outside")).FullName;
        Directory.CreateDirectory(Path.Combine(shelf.Root, "a", "b", "take-0002.wav"));
        Directory.CreateSymbolicLink(Path.Combine(shelf.Root, "linked"), outside);
        Directory.CreateSymbolicLink(Path.Combine(shelf.Root, "a", "c"), outside);

        Assert.Equal("take-0003.wav", Keep(shelf, "a", "b").File);
        Assert.Contains(
            "'linked' is already taken",
            Assert.Throws<StudioException>(() => Keep(shelf, "linked", "b")).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<StudioException>(() => Keep(shelf, "a", "c"));
        Assert.Throws<StudioException>(() => shelf.Rename("a", Word(shelf, "b"), "c"));
        Assert.Empty(Directory.GetFileSystemEntries(outside));
        Assert.Equal(2, Word(shelf, "b").Takes.Count);
    }

    [Fact]
    public void A_folder_that_was_named_is_the_studios()
    {
        StudioOptions named = new() { RunsFolder = Path.Combine(folder, "runs"), RecordingsFolder = folder };
        Directory.CreateDirectory(Path.Combine(folder, "old"));
        Keep(new RecordingShelf(named), "a", "b");

        Assert.Equal(["a", "old"], new RecordingShelf(named).All().Select(set => set.Name));
    }

    [Fact]
    public void Only_what_was_recorded_is_opened()
    {
        RecordingShelf shelf = Shelf;
        Keep(shelf, "a", "b");
        File.WriteAllText(Path.Combine(shelf.Root, "a", "b", "other.wav"), "");
        string outside = Path.Combine(folder, "outside.wav");
        File.WriteAllText(outside, "secret");
        File.CreateSymbolicLink(Path.Combine(shelf.Root, "a", "b", "take-0009.wav"), outside);
        Directory.CreateSymbolicLink(Path.Combine(shelf.Root, "linked"), Path.Combine(shelf.Root, "a"));

        Assert.NotNull(shelf.FileOf("a", "b", "take-0001.wav"));
        Assert.Null(shelf.FileOf("a", "b", "other.wav"));
        Assert.Null(shelf.FileOf("a", "b", "take-0009.wav"));
        Assert.Null(shelf.FileOf("a", "b", "../b/take-0001.wav"));
        Assert.Null(shelf.FileOf("linked", "b", "take-0001.wav"));
        Assert.Null(shelf.FileOf("..", "a", "take-0001.wav"));
        Assert.Equal("take-0010.wav", Keep(shelf, "a", "b").File);
    }

    private static RecordedWord Word(RecordingShelf shelf, string name) =>
        shelf.Find("a")!.Words.Single(word => word.Name == name);

    private static KeptTake Keep(RecordingShelf shelf, string set, string word, double hertz = 300, double loudness = 0.5)
    {
        using MemoryStream stream = new(SoundTones.Wav(hertz, 0.5, loudness));
        return shelf.Keep(set, word, stream);
    }
}
