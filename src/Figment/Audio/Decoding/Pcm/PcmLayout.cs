namespace Figment.Audio;

/// <summary>How a number stands for a sample.</summary>
internal enum PcmCoding
{
    /// <summary>Whole numbers with a sign.</summary>
    Signed,

    /// <summary>Whole numbers, silence in the middle.</summary>
    Unsigned,

    /// <summary>IEEE 754.</summary>
    Float,

    /// <summary>Eight bits, logarithmic (ITU-T G.711).</summary>
    ALaw,

    /// <summary>The same, as in North America and Japan.</summary>
    MuLaw,
}

/// <summary>How samples that are not compressed lie in a file.</summary>
/// <param name="Coding">What a number means.</param>
/// <param name="Channels">Whose samples alternate.</param>
/// <param name="Rate">Samples of a channel per second.</param>
/// <param name="Bytes">Of one sample; its bits are the highest of them.</param>
/// <param name="IsBigEndian">Whether the highest byte comes first.</param>
internal sealed record PcmLayout(PcmCoding Coding, long Channels, long Rate, int Bytes, bool IsBigEndian = false);
