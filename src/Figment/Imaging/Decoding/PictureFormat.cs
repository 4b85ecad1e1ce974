using ImageMagick;
using static Figment.Imaging.PictureRemedy;

namespace Figment.Imaging;

/// <summary>A kind of file that people keep among their pictures.</summary>
/// <param name="Name">The name of the format, for instance <c>HEIC</c>.</param>
/// <param name="Decoder">The decoder; null if the format is not supported.</param>
/// <param name="Remedy">Advice for a file in an unsupported format.</param>
/// <param name="IsPicture">
/// Whether the file is a picture at all, and not, for instance, a video or a web page from a failed download.
/// </param>
internal sealed record PictureFormat(string Name, MagickFormat? Decoder, PictureRemedy Remedy, bool IsPicture = true)
{
    /// <summary>The number of leading bytes that suffice to recognise a format.</summary>
    internal const int BytesToTell = 1024;

    /// <summary>The supported formats, for use in messages.</summary>
    internal const string Readable = "PNG, JPEG, BMP, GIF, WebP or TIFF";

    /// <summary>The extensions of pictures in unsupported formats.</summary>
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

    /// <summary>Whether the format can be decoded.</summary>
    internal bool IsReadable => Decoder is not null;

    /// <summary>
    /// Why a file in this format cannot be read and what to do, as the end of a sentence: <c>it is HEIC, which is not read.
    /// Convert it to PNG or JPEG</c>.
    /// </summary>
    internal Text Reason =>
        WordTable.Template("note.format.reason").Fill(("format", Name), ("remedy", WordTable.Text($"note.remedy.{Remedy}")));

    /// <summary>A raw picture from a camera's sensor in a TIFF container.</summary>
    internal static PictureFormat CameraRaw { get; } = new("camera raw", null, Development);

    /// <summary>The format of an unsupported picture by its extension; null for any other file.</summary>
    internal static PictureFormat? OfUnreadEnding(string name) => Unread.GetValueOrDefault(Path.GetExtension(name));

    /// <summary>
    /// Recognises the format of a file by its content, whatever its name; null if it is unknown. A TIFF may still be a camera's
    /// raw picture, which the decoder detects.
    /// </summary>
    /// <param name="start">The first bytes of the file: <see cref="BytesToTell"/>, or all there are.</param>
    internal static PictureFormat? OfContent(ReadOnlySpan<byte> start) => PictureSignatures.Of(start);

    /// <summary>Sentences about the files that are pictures in unsupported formats, judging by their extension.</summary>
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
