using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>Tells pictures among the files of a folder.</summary>
internal sealed class PictureFiles : ItemFiles
{
    // What commands name their drawings where nobody names them.
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

    /// <summary>The one there is.</summary>
    internal static PictureFiles Instance { get; } = new();

    /// <inheritdoc/>
    internal override string Key => "pictures";

    /// <inheritdoc/>
    internal override IReadOnlySet<string> Endings => PictureDecoder.Extensions;

    /// <inheritdoc/>
    internal override PassedReason NoItem => PassedReason.NoPicture;

    /// <summary>
    /// Whether a picture is a drawing of Figment's that lies where its commands put them; older ones are known by their names
    /// alone.
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

    /// <summary>Those that are pictures of formats that are not read are said with what to do about them.</summary>
    internal override IEnumerable<Text> NotesOn(IReadOnlyList<string> files)
    {
        foreach (Text unread in PictureFormat.NotesOn(files))
            yield return unread;
        string[] none = [.. files.Where(file => PictureFormat.OfUnreadEnding(file) is null)];
        if (none.Length > 0)
            yield return PassedNotes.On(NoItem, none);
    }
}
