using System.Text;

namespace Figment.Audio;

/// <summary>Recognises kinds of files by their first bytes.</summary>
internal static class SoundSignatures
{
    private const string Conversion = SoundFormat.Conversion,
        Extraction = "Save its sound alone, for instance with ffmpeg -i FILE out.wav",
        Rendering = "It holds notes, not sound: render it to a WAV",
        Unpacking = "Unpack it",
        Removal = "Delete it",
        Download = "Download the sound again: the server sent a page",
        Fetching = "Fetch the files themselves with 'git lfs pull'";

    private static readonly (byte[] Magic, SoundFormat Format)[] Magics =
    [
        ([.. "fLaC"u8], new("FLAC", FlacFile.Decode)),
        ([.. "OggS"u8], new("Ogg", OggFile.Decode)),
        ([.. ".snd"u8], new("AU", AuFile.Decode)),
        ([.. "MThd"u8], new("MIDI", null, Rendering)),
        ([.. "wvpk"u8], new("WavPack", null, Conversion)),
        ([.. "MAC "u8], new("Monkey's Audio", null, Conversion)),
        ([.. "TTA1"u8], new("True Audio", null, Conversion)),
        ([.. "TTA2"u8], new("True Audio", null, Conversion)),
        ([.. "MPCK"u8], new("Musepack", null, Conversion)),
        ([.. "MP+"u8], new("Musepack", null, Conversion)),
        ([.. "tBaK"u8], new("TAK", null, Conversion)),
        ([.. "OFR "u8], new("OptimFROG", null, Conversion)),
        ([.. "DSD "u8], new("DSD", null, Conversion)),
        ([.. "FRM8"u8], new("DSD", null, Conversion)),
        ([.. "caff"u8], new("CAF", null, Conversion)),
        ([0x72, 0x69, 0x66, 0x66, 0x2e], new("Sony Wave64", null, Conversion)),
        ([.. "#!AMR"u8], new("AMR", null, Conversion)),
        ([.. "#!SILK"u8], new("SILK", null, Conversion)),
        ([.. ".RMF"u8], new("RealMedia", null, Conversion)),
        ([.. "ADIF"u8], new("AAC", null, Conversion)),
        ([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11], new("Windows Media (WMA)", null, Conversion)),
        ([0x0b, 0x77], new("Dolby Digital (AC-3)", null, Conversion)),
        ([0x1a, 0x45, 0xdf, 0xa3], new("Matroska or WebM", null, Extraction)),
        ([.. "Creative Voice"u8], new("VOC", null, Conversion)),
        ([.. "NIST_1A"u8], new("NIST SPHERE", null, Conversion)),
        ([0x89, .. "PNG"u8], new("a picture (PNG)", null)),
        ([0xff, 0xd8, 0xff], new("a picture (JPEG)", null)),
        ([.. "GIF8"u8], new("a picture (GIF)", null)),
        ([.. "PK\x03\x04"u8], new("a ZIP archive", null, Unpacking)),
        ([0x1f, 0x8b], new("a gzip file", null, Unpacking)),
        ([.. "Rar!"u8], new("a RAR archive", null, Unpacking)),
        ([.. "7z"u8, 0xbc, 0xaf], new("a 7z archive", null, Unpacking)),
        ([0, 5, 0x16, 7], new("a companion file of macOS", null, Removal)),
        ([0x93, .. "NUMPY"u8], new("a NumPy array", null)),
        ([.. "%PDF"u8], new("PDF", null)),
    ];

    /// <summary>The format; null if it is unknown.</summary>
    internal static SoundFormat? Of(ReadOnlySpan<byte> start)
    {
        foreach ((byte[] magic, SoundFormat format) in Magics)
            if (start.StartsWith(magic))
                return format;
        if (start.Length >= 12)
        {
            ReadOnlySpan<byte> outer = start[..4],
                inner = start[8..12];
            if (outer.SequenceEqual("FORM"u8) && (inner.SequenceEqual("AIFF"u8) || inner.SequenceEqual("AIFC"u8)))
                return new("AIFF", AiffFile.Decode);
            if (outer.SequenceEqual("RIFF"u8) || outer.SequenceEqual("RF64"u8) || outer.SequenceEqual("BW64"u8))
                return inner.SequenceEqual("WAVE"u8) ? new("WAV", WavFile.Decode) : OfRiff(inner);
            if (outer.SequenceEqual("RIFX"u8))
                return new("RIFX, a big-endian WAV", null, Conversion);
            if (start[4..8].SequenceEqual("ftyp"u8))
                return OfMp4(inner, start);
        }

        return OfText(start) ?? OfFrames(start);
    }

    /// <summary>
    /// Recognises MP4 and related formats (ISO 14496-12) by their brand, and by their codec if it is near the beginning.
    /// </summary>
    private static SoundFormat OfMp4(ReadOnlySpan<byte> brand, ReadOnlySpan<byte> start)
    {
        if (brand.StartsWith("hei"u8) || brand.StartsWith("mif1"u8) || brand.StartsWith("avif"u8))
            return new("a picture (HEIC or AVIF)", null);
        if (brand.StartsWith("qt"u8))
            return new("a QuickTime video", null, Extraction);
        if (brand.StartsWith("M4V"u8) || start.IndexOf("avc1"u8) >= 0 || start.IndexOf("hvc1"u8) >= 0)
            return new("a video (MP4)", null, Extraction);
        if (start.IndexOf("alac"u8) >= 0)
            return new("ALAC in an MP4 container", null, Conversion);
        return brand.StartsWith("M4A"u8) || brand.StartsWith("M4B"u8) || start.IndexOf("mp4a"u8) >= 0
            ? new("AAC in an MP4 container", null, Conversion)
            : new("an MP4 container of sounds or videos", null, Extraction);
    }

    private static SoundFormat OfRiff(ReadOnlySpan<byte> kind) =>
        kind switch
        {
            [(byte)'R', (byte)'M', (byte)'I', (byte)'D'] => new("MIDI", null, Rendering),
            [(byte)'A', (byte)'V', (byte)'I', (byte)' '] => new("a video (AVI)", null, Extraction),
            [(byte)'W', (byte)'E', (byte)'B', (byte)'P'] => new("a picture (WebP)", null),
            [(byte)'s', (byte)'f', (byte)'b', (byte)'k'] => new("a SoundFont", null, Extraction),
            _ => new("a RIFF file of an unknown kind", null),
        };

    private static SoundFormat? OfText(ReadOnlySpan<byte> start)
    {
        if (start is [0xef, 0xbb, 0xbf, ..])
            start = start[3..];
        start = start[..Math.Min(start.Length, 1024)].TrimStart(" \t\r\n"u8);
        if (start is not [(byte)'<' or (byte)'v', ..])
            return null;
        string text = Encoding.Latin1.GetString(start);
        if (text.StartsWith("version https://git-lfs.github.com/spec", StringComparison.Ordinal))
            return new("a pointer of Git LFS to a sound", null, Fetching);
        return
            text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.Contains("<html", StringComparison.OrdinalIgnoreCase)
            ? new("a web page", null, Download)
            : null;
    }

    /// <summary>Recognises formats without a header, which consist of consecutive frames.</summary>
    private static SoundFormat? OfFrames(ReadOnlySpan<byte> start)
    {
        if (MpegHeader.Find(start) >= 0)
            return new("MP3", MpegFile.Decode);

        // ADTS (ISO 13818-7, 6.2): the layer bits of MPEG are zero here.
        return start is [0xff, 0xf0 or 0xf1 or 0xf8 or 0xf9, ..] ? new("AAC", null, Conversion) : null;
    }
}
