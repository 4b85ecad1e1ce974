using System.Text.RegularExpressions;

namespace Figment.Data.Folders;

/// <summary>Recognises the files and folders that systems and storage devices keep among those of users.</summary>
internal static partial class SystemFiles
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "@eaDir",
        "#recycle",
        "@Recycle",
        "@Recently-Snapshot",
        "#snapshot",
        "@tmp",
        "@sharebin",
        "@Transcode",
        "@appstore", // storage devices
        "$RECYCLE.BIN",
        "System Volume Information",
        "Thumbs.db",
        "ehthumbs.db",
        "ehthumbs_vista.db",
        "desktop.ini", // Windows
        "__MACOSX",
        "Network Trash Folder",
        "Temporary Items",
        "TheVolumeSettingsFolder",
        "Icon\r", // macOS
        "lost+found",
        "Picasa.ini",
        "ZbThumbnail.info",
        "__pycache__",
    };

    // A class may be called 'recycler'; the name of the bin is always in capitals.
    private static readonly HashSet<string> Capitals = new(StringComparer.Ordinal) { "RECYCLER", "RECYCLED" };

    /// <summary>Whether a name belongs to a file or folder of the system.</summary>
    internal static bool Has(string name) => Names.Contains(name) || Capitals.Contains(name) || Numbered().IsMatch(name);

    /// <summary>
    /// Why a path is skipped, judging by the names in it, and the first part that causes this (with a trailing slash if it is a
    /// folder); null if the path is used.
    /// </summary>
    internal static PassedOver? In(string path)
    {
        for (int start = 0; start < path.Length; )
        {
            int end = path.IndexOf('/', start);
            string name = end < 0 ? path[start..] : path[start..end];
            PassedReason? reason = Reason(name);
            if (reason is not null)
                return new PassedOver(end < 0 ? path : path[..(end + 1)], reason.Value);
            if (end < 0)
                break;
            start = end + 1;
        }

        return null;
    }

    /// <summary>Why a name is skipped; null if it is used.</summary>
    internal static PassedReason? Reason(string name) =>
        Has(name) ? PassedReason.System
        : name.StartsWith('.') ? PassedReason.Hidden
        : null;

    [GeneratedRegex(@"^(SYNO(PHOTO|VIDEO)_.*|FOUND\.\d{3})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
