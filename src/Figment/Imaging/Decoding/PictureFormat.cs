using ImageMagick;

namespace Figment.Imaging;

/// <summary>A kind of file that people have among their pictures.</summary>
/// <param name="Name">What it is called, for instance <c>HEIC</c>.</param>
/// <param name="Decoder">What decodes it; null where it is not read.</param>
/// <param name="Remedy">What to do about a file that is not read; empty for one that is.</param>
/// <param name="IsPicture">Whether it is a picture at all, and not, say, a film or a page that an address answered with.</param>
internal sealed record PictureFormat(string Name, MagickFormat? Decoder, Text Remedy, bool IsPicture = true)
{
    /// <summary>So many of a file's first bytes are enough to tell.</summary>
    internal const int BytesToTell = 1024;

    /// <summary>The formats that are read, for a sentence.</summary>
    internal const string Readable = "PNG, JPEG, BMP, GIF, WebP or TIFF";

    private static readonly Text Convert = new("Convert it to PNG or JPEG", "请转换为 PNG 或 JPEG"), Develop = new("Develop it, and save it as PNG or JPEG", "请先冲洗，再存为 PNG 或 JPEG"),
        Draw = new("Draw it as PNG at the size that you need", "请按所需尺寸导出为 PNG");

    /// <summary>Endings of pictures that are not read.</summary>
    private static readonly Dictionary<string, PictureFormat> Unread = new(StringComparer.OrdinalIgnoreCase);

    static PictureFormat()
    {
        Known("HEIC", Convert, ".heic", ".heics");
        Known("HEIF", Convert, ".heif", ".heifs", ".hif");
        Known("AVIF", Convert, ".avif", ".avifs");
        Known("JPEG XL", Convert, ".jxl");
        Known("JPEG 2000", Convert, ".jp2", ".j2k", ".jpf", ".jpx", ".jpm", ".j2c", ".jpc");
        Known("JPEG XR", Convert, ".jxr", ".wdp", ".hdp");
        Known("Photoshop", Convert, ".psd", ".psb");
        Known("XCF", Convert, ".xcf");
        Known("camera raw", Develop, ".cr2", ".cr3", ".crw", ".nef", ".nrw", ".arw", ".sr2", ".srf", ".dng", ".orf", ".rw2", ".raf", ".pef", ".srw", ".x3f", ".3fr", ".erf", ".kdc", ".mrw", ".raw");
        Known("SVG", Draw, ".svg", ".svgz");
        Known("PDF", Draw, ".pdf");
        Known("PostScript", Draw, ".eps", ".ps", ".ai");
        Known("Windows metafile", Draw, ".wmf", ".emf");
        Known("icon", Convert, ".ico", ".cur", ".icns");
        Known("TGA", Convert, ".tga");
        Known("PNM", Convert, ".pnm", ".pbm", ".pgm", ".ppm", ".pam", ".pfm");
        Known("EXR", Convert, ".exr");
        Known("Radiance HDR", Convert, ".hdr");
        Known("DDS", Convert, ".dds");
        Known("PCX", Convert, ".pcx");
        Known("QOI", Convert, ".qoi");
        Known("FITS", Convert, ".fits", ".fit", ".fts");
        Known("DICOM", Convert, ".dcm", ".dicom");
        Known("MNG", Convert, ".mng", ".jng");

        static void Known(string name, Text remedy, params string[] endings)
        {
            foreach (string ending in endings) Unread.Add(ending, new PictureFormat(name, null, remedy));
        }
    }

    /// <summary>Whether it can be decoded.</summary>
    internal bool IsReadable => Decoder is not null;

    /// <summary>Why a file of it is not read and what to do, as the end of a sentence: <c>it is HEIC, which is not read. Convert it to PNG or JPEG</c>.</summary>
    internal Text Reason => new($"it is {Name}, which is not read. {Remedy.English}", $"它是 {Name} 格式，无法读取。{Remedy.Chinese}");

    /// <summary>A picture of a camera's sensor in a TIFF's clothes.</summary>
    internal static PictureFormat CameraRaw { get; } = new("camera raw", null, Develop);

    /// <summary>What a file that is not read is by its ending; null for any other.</summary>
    internal static PictureFormat? OfUnreadEnding(string name) => Unread.GetValueOrDefault(Path.GetExtension(name));

    /// <summary>
    /// What a file is by its content, whatever its name; null where nothing is known of it. A TIFF may still be a camera's raw picture, which
    /// the decoder sees.
    /// </summary>
    /// <param name="start">The first bytes, <see cref="BytesToTell"/> of them or all there are.</param>
    internal static PictureFormat? OfContent(ReadOnlySpan<byte> start) => PictureSignatures.Of(start);

    /// <summary>Sentences on those among files that are pictures by their ending, and are not read.</summary>
    internal static IEnumerable<Text> NotesOn(IEnumerable<string> files) => files.Select(file => (File: file, Format: OfUnreadEnding(file)))
        .Where(file => file.Format is not null).GroupBy(file => (file.Format!.Name, file.Format.Remedy)).Select(group =>
        {
            int count = group.Count();
            Text some = Text.List(group.Take(3).Select(file => file.File).Concat(count > 3 ? ["…"] : []));
            string remedy = count == 1 ? group.Key.Remedy.English : group.Key.Remedy.English.Replace(" it", " them", StringComparison.Ordinal);
            return new Text(
                $"{(count == 1 ? "1 file is" : $"{count:N0} files are")} {group.Key.Name}, which is not read: {some.English}. {remedy}.",
                $"{count:N0} 个文件是 {group.Key.Name} 格式，无法读取：{some.Chinese}。{group.Key.Remedy.Chinese}。");
        });
}
