using System.Text;

namespace Figment.Runs.Pages;

/// <summary>What one kind of model puts into the frame of a page: files that lie beside the frame's own.</summary>
/// <param name="Body">The page's middle.</param>
/// <param name="Style">Its style; null where the frame's is enough.</param>
/// <param name="Scripts">Its scripts, in order, between those of the frame that everybody needs and its last.</param>
internal sealed record PageParts(string Body, string? Style, IReadOnlyList<string> Scripts)
{
    /// <summary>What is needed before anything else: words, the network, and what buttons do.</summary>
    private static readonly string[] First = ["words.js", "network.js", "frame.js"];

    /// <summary>Opens the page when all else is there.</summary>
    private const string Last = "start.js";

    /// <summary>The style of frame and kind.</summary>
    internal string ToStyle() => Text("frame.css") + (Style is null ? "" : Text(Style));

    /// <summary>All scripts as one.</summary>
    internal string ToScript() => string.Concat([.. First.Select(Text), .. Scripts.Select(Text), Text(Last)]);

    /// <summary>A part as text.</summary>
    internal static string Text(string name) => Encoding.UTF8.GetString(Bytes(name)).ReplaceLineEndings("\n");

    /// <summary>A part as it is.</summary>
    internal static byte[] Bytes(string name)
    {
        using Stream stream = typeof(PageParts).Assembly.GetManifestResourceStream($"page/{name}")!;
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
