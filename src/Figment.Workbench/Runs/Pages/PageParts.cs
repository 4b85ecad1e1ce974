using System.Text;

namespace Figment.Runs.Pages;

/// <summary>The parts that one kind of model adds to the frame of a page: files stored beside those of the frame.</summary>
/// <param name="Body">The middle of the page.</param>
/// <param name="Style">Its style sheet; null if that of the frame is enough.</param>
/// <param name="Scripts">Its scripts in order, which run after the frame's first scripts and before its last one.</param>
internal sealed record PageParts(string Body, string? Style, IReadOnlyList<string> Scripts)
{
    /// <summary>The scripts that all others need: words, the network, and the buttons.</summary>
    private static readonly string[] First = ["words.js", "network.js", "frame.js"];

    /// <summary>Starts the page after everything else is loaded.</summary>
    private const string Last = "start.js";

    /// <summary>The style sheets of the frame and of the kind.</summary>
    internal string ToStyle() => Text("frame.css") + (Style is null ? "" : Text(Style));

    /// <summary>All scripts as one.</summary>
    internal string ToScript() => string.Concat([.. First.Select(Text), .. Scripts.Select(Text), Text(Last)]);

    /// <summary>A part as text.</summary>
    internal static string Text(string name) => Encoding.UTF8.GetString(Bytes(name)).ReplaceLineEndings("\n");

    /// <summary>A part as bytes.</summary>
    internal static byte[] Bytes(string name)
    {
        using Stream stream = typeof(PageParts).Assembly.GetManifestResourceStream($"page/{name}")!;
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
