namespace Figment.Audio;

/// <summary>The coding of a sample as a number.</summary>
internal enum PcmCoding
{
    /// <summary>Signed integers.</summary>
    Signed,

    /// <summary>Unsigned integers, with silence in the middle.</summary>
    Unsigned,

    /// <summary>IEEE 754 floats.</summary>
    Float,

    /// <summary>A-law, eight logarithmic bits (ITU-T G.711).</summary>
    ALaw,

    /// <summary>µ-law, eight logarithmic bits, as in North America and Japan.</summary>
    MuLaw,
}

/// <summary>The layout of uncompressed samples in a file.</summary>
/// <param name="Coding">The coding of the numbers.</param>
/// <param name="Channels">The number of channels, which are interleaved.</param>
/// <param name="Rate">The sample rate in Hz.</param>
/// <param name="Bytes">The number of bytes per sample; a sample with fewer bits than they hold uses the highest bits.</param>
/// <param name="IsBigEndian">Whether the highest byte comes first.</param>
internal sealed record PcmLayout(PcmCoding Coding, long Channels, long Rate, int Bytes, bool IsBigEndian = false);
