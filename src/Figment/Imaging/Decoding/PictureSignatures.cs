using System.Text;
using ImageMagick;
using static Figment.Imaging.PictureRemedy;

namespace Figment.Imaging;

/// <summary>Recognises kinds of files by their first bytes.</summary>
internal static class PictureSignatures
{
    internal static PictureFormat? Of(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => new("PNG", MagickFormat.Png, None),
            [0xff, 0xd8, 0xff, ..] => new("JPEG", MagickFormat.Jpeg, None),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => new("GIF", MagickFormat.Gif, None),
            [(byte)'B', (byte)'M', ..] when IsBmp(start) => new("BMP", MagickFormat.Bmp, None),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => new(
                "WebP",
                MagickFormat.WebP,
                None
            ),
            [(byte)'I', (byte)'I', 42, 0, _, _, _, _, (byte)'C', (byte)'R', 2, ..] => PictureFormat.CameraRaw,
            [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => new(
                "TIFF",
                MagickFormat.Tiff,
                None
            ),
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => Boxed(start),
            _ => OfText(start) ?? OfMagic(start),
        };

    /// <summary>Recognises files that consist of boxes (ISO 14496-12): pictures from phones, and videos.</summary>
    private static PictureFormat Boxed(ReadOnlySpan<byte> start)
    {
        // The main brand, then the compatible brands.
        string brands = Encoding.Latin1.GetString(
            start[8..Math.Min(start.Length, Math.Clamp((start[2] << 8) | start[3], 16, 64))]
        );
        string main = brands.Length < 4 ? "" : brands[..4];
        if (brands.Contains("avif", StringComparison.Ordinal) || brands.Contains("avis", StringComparison.Ordinal))
            return new("AVIF", null, Conversion);
        if (main is "crx ")
            return PictureFormat.CameraRaw;
        if (main is "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" || brands.Contains("heic", StringComparison.Ordinal))
            return new("HEIC", null, Conversion);
        if (main is "mif1" or "msf1" or "heif" || brands.Contains("mif1", StringComparison.Ordinal))
            return new("HEIF", null, Conversion);
        return new("a video (MP4 or QuickTime)", null, Extraction, IsPicture: false);
    }

    private static PictureFormat? OfMagic(ReadOnlySpan<byte> start)
    {
        foreach ((byte[] magic, PictureFormat format) in Magics)
            if (start.StartsWith(magic))
                return format;
        if (start.Length >= 132 && start[128..132].SequenceEqual("DICM"u8))
            return new("DICOM", null, Conversion);
        if (start is [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t', ..])
            return new("PNM", null, Conversion);
        if (start is [(byte)'P', (byte)'F' or (byte)'f', (byte)'\n' or (byte)'\r', ..])
            return new("PNM", null, Conversion);
        return start is [0, 0, 1 or 2, 0, > 0 and < 64, 0, ..] && start.Length >= 22 ? new("icon", null, Conversion) : null;
    }

    private static readonly (byte[] Magic, PictureFormat Format)[] Magics =
    [
        ([0xff, 0x0a], new("JPEG XL", null, Conversion)),
        ([0, 0, 0, 12, .. "JXL "u8], new("JPEG XL", null, Conversion)),
        ([0, 0, 0, 12, .. "jP  "u8], new("JPEG 2000", null, Conversion)),
        ([0xff, 0x4f, 0xff, 0x51], new("JPEG 2000", null, Conversion)),
        ([.. "II"u8, 0xbc, 1], new("JPEG XR", null, Conversion)),
        ([.. "8BPS"u8], new("Photoshop", null, Conversion)),
        ([.. "gimp xcf"u8], new("XCF", null, Conversion)),
        ([.. "IIU\0"u8], PictureFormat.CameraRaw),
        ([.. "IIRO"u8], PictureFormat.CameraRaw),
        ([.. "IIRS"u8], PictureFormat.CameraRaw),
        ([.. "MMOR"u8], PictureFormat.CameraRaw),
        ([.. "FUJIFILMCCD-RAW"u8], PictureFormat.CameraRaw),
        ([.. "FOVb"u8], PictureFormat.CameraRaw),
        ([0, .. "MRM"u8], PictureFormat.CameraRaw),
        ([.. "II\x1a\0\0\0HEAPCCDR"u8], PictureFormat.CameraRaw),
        ([0x76, 0x2f, 0x31, 0x01], new("EXR", null, Conversion)),
        ([.. "#?RADIANCE"u8], new("Radiance HDR", null, Conversion)),
        ([.. "#?RGBE"u8], new("Radiance HDR", null, Conversion)),
        ([.. "DDS "u8], new("DDS", null, Conversion)),
        ([.. "qoif"u8], new("QOI", null, Conversion)),
        ([.. "SIMPLE  ="u8], new("FITS", null, Conversion)),
        ([.. "icns"u8], new("icon", null, Conversion)),
        ([0x8a, .. "MNG"u8], new("MNG", null, Conversion)),
        ([0x8b, .. "JNG"u8], new("JNG", null, Conversion)),
        ([0x0a, 5, 1], new("PCX", null, Conversion)),
        ([.. "BPG"u8, 0xfb], new("BPG", null, Conversion)),
        ([.. "FLIF"u8], new("FLIF", null, Conversion)),
        ([.. "farbfeld"u8], new("farbfeld", null, Conversion)),
        ([.. "%PDF"u8], new("PDF", null, Drawing)),
        ([.. "%!PS"u8], new("PostScript", null, Drawing)),
        ([0xd7, 0xcd, 0xc6, 0x9a], new("Windows metafile", null, Drawing)),
        ([.. "AT&TFORM"u8], new("DjVu", null, Drawing)),
        ([0x1a, 0x45, 0xdf, 0xa3], new("a video (Matroska)", null, Extraction, IsPicture: false)),
        ([.. "RIFF"u8], new("a video or a sound", null, Extraction, IsPicture: false)),
        ([.. "PK\x03\x04"u8], new("a ZIP archive", null, Unpacking, IsPicture: false)),
        ([0, 5, 0x16, 7], new("a companion file of macOS", null, Removal, IsPicture: false)),
        ([0x93, .. "NUMPY"u8], new("a NumPy array", null, Naming, IsPicture: false)),
    ];

    /// <summary>Recognises text in place of a picture: a server's answer, a pointer to a file elsewhere, a drawing.</summary>
    private static PictureFormat? OfText(ReadOnlySpan<byte> start)
    {
        if (start is [0xef, 0xbb, 0xbf, ..])
            start = start[3..];
        start = start[..Math.Min(start.Length, PictureFormat.BytesToTell)].TrimStart(" \t\r\n"u8);
        if (start is not [(byte)'<' or (byte)'v', ..])
            return null;
        string text = Encoding.Latin1.GetString(start);
        if (text.StartsWith("version https://git-lfs.github.com/spec", StringComparison.Ordinal))
            return new("a pointer of Git LFS to a picture", null, Fetching, IsPicture: false);
        if (text.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            return new("SVG", null, Drawing);
        return
            text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.Contains("<html", StringComparison.OrdinalIgnoreCase)
            ? new("a web page", null, Download, IsPicture: false)
            : null;
    }

    /// <summary>Two letters alone are weak evidence, so the length of the second header must also be one that exists.</summary>
    private static bool IsBmp(ReadOnlySpan<byte> start) =>
        start.Length < 18
        || start[15] == 0 && start[16] == 0 && start[17] == 0 && start[14] is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;
}
