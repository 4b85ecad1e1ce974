using ImageMagick;
using static Figment.Imaging.PictureRemedy;

namespace Figment.Imaging;

/// <summary>A kind of file that people have among their pictures.</summary>
/// <param name="Name">What it is called, for instance <c>HEIC</c>.</param>
/// <param name="Decoder">What decodes it; null where it is not read.</param>
/// <param name="Remedy">What to do about a file that is not read.</param>
/// <param name="IsPicture">Whether it is a picture at all, and not, say, a film or a page that an address answered with.</param>
internal sealed record PictureFormat(string Name, MagickFormat? Decoder, PictureRemedy Remedy, bool IsPicture = true)
{
    /// <summary>So many of a file's first bytes are enough to tell.</summary>
    internal const int BytesToTell = 1024;

    /// <summary>The formats that are read, for a sentence.</summary>
    internal const string Readable = "PNG, JPEG, BMP, GIF, WebP or TIFF";

    /// <summary>Endings of pictures that are not read.</summary>
    private static readonly Dictionary<string, PictureFormat> Unread = new(StringComparer.OrdinalIgnoreCase);

    static PictureFormat()
    {
        Known("HEIC", Conversion, ".heic", ".heics");
        Known("HEIF", Conversion, ".heif", ".heifs", ".hif");
        Known("AVIF", Conversion, ".avif", ".avifs");
        Known("JPEG XL", Conversion, ".jxl");
        Known("JPEG 2000", Conversion, ".jp2", ".j2k", ".jpf", ".jpx", ".jpm", ".j2c", ".jpc");
        Known("JPEG XR", Conversion, ".jxr", ".wdp", ".hdp");
        Known("Photoshop", Conversion, ".psd", ".psb");
        Known("XCF", Conversion, ".xcf");
        Known(
            "camera raw",
            Development,
            ".cr2",
            ".cr3",
            ".crw",
            ".nef",
            ".nrw",
            ".arw",
            ".sr2",
            ".srf",
            ".dng",
            ".orf",
            ".rw2",
            ".raf",
            ".pef",
            ".srw",
            ".x3f",
            ".3fr",
            ".erf",
            ".kdc",
            ".mrw",
            ".raw"
        );
        Known("SVG", Drawing, ".svg", ".svgz");
        Known("PDF", Drawing, ".pdf");
        Known("PostScript", Drawing, ".eps", ".ps", ".ai");
        Known("Windows metafile", Drawing, ".wmf", ".emf");
        Known("icon", Conversion, ".ico", ".cur", ".icns");
        Known("TGA", Conversion, ".tga");
        Known("PNM", Conversion, ".pnm", ".pbm", ".pgm", ".ppm", ".pam", ".pfm");
        Known("EXR", Conversion, ".exr");
        Known("Radiance HDR", Conversion, ".hdr");
        Known("DDS", Conversion, ".dds");
        Known("PCX", Conversion, ".pcx");
        Known("QOI", Conversion, ".qoi");
        Known("FITS", Conversion, ".fits", ".fit", ".fts");
        Known("DICOM", Conversion, ".dcm", ".dicom");
        Known("MNG", Conversion, ".mng", ".jng");

        static void Known(string name, PictureRemedy remedy, params string[] endings)
        {
            foreach (string ending in endings)
                Unread.Add(ending, new PictureFormat(name, null, remedy));
        }
    }

    /// <summary>Whether it can be decoded.</summary>
    internal bool IsReadable => Decoder is not null;

    /// <summary>
    /// Why a file of it is not read and what to do, as the end of a sentence: <c>it is HEIC, which is not read. Convert it to PNG
    /// or JPEG</c>.
    /// </summary>
    internal Text Reason =>
        WordTable.Template("note.format.reason").Fill(("format", Name), ("remedy", WordTable.Text($"note.remedy.{Remedy}")));

    /// <summary>A picture of a camera's sensor in a TIFF's clothes.</summary>
    internal static PictureFormat CameraRaw { get; } = new("camera raw", null, Development);

    /// <summary>What a file that is not read is by its ending; null for any other.</summary>
    internal static PictureFormat? OfUnreadEnding(string name) => Unread.GetValueOrDefault(Path.GetExtension(name));

    /// <summary>
    /// What a file is by its content, whatever its name; null where nothing is known of it. A TIFF may still be a camera's raw
    /// picture, which the decoder sees.
    /// </summary>
    /// <param name="start">The first bytes, <see cref="BytesToTell"/> of them or all there are.</param>
    internal static PictureFormat? OfContent(ReadOnlySpan<byte> start) => PictureSignatures.Of(start);

    /// <summary>Sentences on those among files that are pictures by their ending, and are not read.</summary>
    internal static IEnumerable<Text> NotesOn(IEnumerable<string> files) =>
        files
            .Select(file => (File: file, Format: OfUnreadEnding(file)))
            .Where(file => file.Format is not null)
            .GroupBy(file => (file.Format!.Name, file.Format.Remedy))
            .Select(group =>
            {
                int count = group.Count();
                Text some = Text.List(group.Take(3).Select(file => file.File).Concat(count > 3 ? ["…"] : []));
                Text remedy = WordTable.Text($"note.{(count == 1 ? "remedy" : "remedies")}.{group.Key.Remedy}");
                return WordTable.Counted(
                    "note.format.unread",
                    count,
                    ("format", group.Key.Name),
                    ("some", some),
                    ("remedy", remedy)
                );
            });
}
