using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>Recognises pictures among the files of a folder.</summary>
internal sealed class PictureFiles : ItemFiles
{
    // The default file names of the drawings that commands write.
    private static readonly HashSet<string> Drawings = new(StringComparer.OrdinalIgnoreCase)
    {
        "samples.png",
        "walk.png",
        "map.png",
        "map-classes.png",
        "arithmetic.png",
        "projected.png",
        "reconstructed.png",
        "losses.png",
    };

    private PictureFiles() { }

    /// <summary>The only instance.</summary>
    internal static PictureFiles Instance { get; } = new();

    /// <inheritdoc/>
    internal override string Key => "pictures";

    /// <inheritdoc/>
    internal override IReadOnlySet<string> Endings => PictureDecoder.Extensions;

    /// <inheritdoc/>
    internal override PassedReason NoItem => PassedReason.NoPicture;

    /// <summary>
    /// Whether a picture is a drawing by Figment in a place where Figment's commands write drawings; older drawings are
    /// recognised by name alone.
    /// </summary>
    internal override bool IsOverview(FileSource source, string file)
    {
        string name = Path.GetFileName(file);
        if (!name.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            return false;
        bool isAtTop = file.Length == name.Length;
        if (isAtTop && (name == $"{source.Name}-check.png" || name == $"{source.Name}-samples.png"))
            return true;
        bool isLikely =
            isAtTop
            || Drawings.Contains(name)
            || name.EndsWith("-check.png", StringComparison.Ordinal)
            || name.EndsWith("-samples.png", StringComparison.Ordinal);
        return isLikely && DrawingMark.IsIn(source.Peek(file, DrawingMark.BytesToTell));
    }

    /// <inheritdoc/>
    internal override bool IsItem(FileSource source, string file) =>
        PictureFormat.OfUnreadEnding(file) is null
        && PictureFormat.OfContent(source.Peek(file, PictureFormat.BytesToTell)) is { IsReadable: true };

    /// <summary>Pictures in unsupported formats are reported with advice for each format.</summary>
    internal override IEnumerable<Text> NotesOn(IReadOnlyList<string> files)
    {
        foreach (Text unread in PictureFormat.NotesOn(files))
            yield return unread;
        string[] none = [.. files.Where(file => PictureFormat.OfUnreadEnding(file) is null)];
        if (none.Length > 0)
            yield return PassedNotes.On(NoItem, none);
    }
}
