using Figment.Backend;

namespace Figment.Charts;

/// <summary>DejaVu Sans, embedded in the assembly: a fresh server has no fonts, and charts need one.</summary>
internal static class EmbeddedFont
{
    private static readonly Lazy<string> Extracted = new(() =>
    {
        using Stream resource = typeof(EmbeddedFont).Assembly.GetManifestResourceStream("fonts/DejaVuSans.ttf")!;
        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return CacheFolder.Ensure(System.IO.Path.Combine("fonts", "DejaVuSans.ttf"), bytes);
    });

    /// <summary>The path of the font file; ImageMagick needs the font as a file.</summary>
    public static string Path => Extracted.Value;
}
