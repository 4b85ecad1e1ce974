using Figment.Audio;
using Figment.Data.Folders;

namespace Figment.Data.Sounds;

/// <summary>Recognises sounds among the files of a folder.</summary>
internal sealed class RecordingFiles : ItemFiles
{
    private RecordingFiles() { }

    /// <summary>The only instance.</summary>
    internal static RecordingFiles Instance { get; } = new();

    /// <inheritdoc/>
    internal override string Key => "sounds";

    /// <inheritdoc/>
    internal override IReadOnlySet<string> Endings => SoundDecoder.Extensions;

    /// <inheritdoc/>
    internal override PassedReason NoItem => PassedReason.NoSound;

    /// <summary>Whether a sound is a series of samples that a command of Figment wrote, judging by its name and place.</summary>
    internal override bool IsOverview(FileSource source, string file) =>
        file is "generated.wav" or "walk.wav" or "reconstructed.wav"
        || file == $"{source.Name}-check.wav"
        || file == $"{source.Name}-samples.wav";

    /// <summary>Sounds in unsupported formats are reported by format, with advice.</summary>
    internal override IEnumerable<Text> NotesOn(IReadOnlyList<string> files)
    {
        foreach (
            IGrouping<string, string> unread in files
                .Where(file => UnreadSounds.FormatOf(file) is not null)
                .GroupBy(file => UnreadSounds.FormatOf(file)!)
        )
        {
            string[] those = [.. unread];
            yield return WordTable.Counted(
                "note.sounds.unread",
                those.Length,
                ("format", unread.Key),
                ("some", FolderListing.Some(those))
            );
        }

        string[] none = [.. files.Where(file => UnreadSounds.FormatOf(file) is null)];
        if (none.Length > 0)
            yield return PassedNotes.On(NoItem, none);
    }

    /// <inheritdoc/>
    internal override bool IsItem(FileSource source, string file) =>
        SoundFormat.Of(source.Peek(file, SoundFormat.BytesToTell)) is { Decode: not null };
}
