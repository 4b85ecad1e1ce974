namespace Figment.Audio;

/// <summary>Recognises sounds in unsupported formats by their extension, so that messages can name the format.</summary>
internal static class UnreadSounds
{
    private static readonly Dictionary<string, string> Sounds = Table(
        ("AAC or ALAC in an MP4 container", [".m4a", ".m4b", ".m4p", ".m4r"]),
        ("AAC", [".aac"]),
        ("Windows Media (WMA)", [".wma"]),
        ("CAF", [".caf"]),
        ("AMR", [".amr", ".awb"]),
        ("Monkey's Audio", [".ape"]),
        ("WavPack", [".wv"]),
        ("True Audio", [".tta"]),
        ("Musepack", [".mpc"]),
        ("DSD", [".dsf", ".dff"]),
        ("Sony Wave64", [".w64"]),
        ("Matroska", [".mka"]),
        ("Dolby Digital (AC-3)", [".ac3", ".eac3"]),
        ("DTS", [".dts"]),
        ("RealAudio", [".ra"]),
        ("Speex", [".spx"]),
        ("NIST SPHERE", [".sph"]),
        ("VOC", [".voc"])
    );

    private static readonly Dictionary<string, string> Videos = Table(
        ("MP4", [".mp4", ".m4v"]),
        ("3GPP", [".3gp", ".3g2"]),
        ("QuickTime", [".mov"]),
        ("WebM", [".webm"]),
        ("Matroska", [".mkv"]),
        ("AVI", [".avi"])
    );

    /// <summary>The extensions of formats that hold only sound.</summary>
    internal static IReadOnlyCollection<string> Extensions => Sounds.Keys;

    /// <summary>Whether a file is usually a video, which may contain sound.</summary>
    internal static bool IsVideo(string name) => Videos.ContainsKey(Path.GetExtension(name));

    /// <summary>The format of a sound or a video; null for any other file.</summary>
    internal static string? FormatOf(string name) =>
        Sounds.GetValueOrDefault(Path.GetExtension(name)) ?? Videos.GetValueOrDefault(Path.GetExtension(name));

    private static Dictionary<string, string> Table(params (string Format, string[] Endings)[] formats) =>
        formats
            .SelectMany(format => format.Endings.Select(ending => (ending, format.Format)))
            .ToDictionary(each => each.ending, each => each.Format, StringComparer.OrdinalIgnoreCase);
}
