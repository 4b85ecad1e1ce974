namespace Figment.Audio;

/// <summary>The sound decoded from a file.</summary>
/// <param name="Sound">The sound, with at least one sample.</param>
/// <param name="Facts">What a user should know about the file.</param>
internal sealed record DecodedSound(Sound Sound, SoundFacts Facts);

/// <summary>What a user should know about a decoded file.</summary>
/// <param name="Format">The format, recognised by the content, for instance <c>FLAC</c>.</param>
/// <param name="Bits">The number of bits in a sample; null for lossy formats, which have none (MP3, Vorbis, Opus).</param>
/// <param name="HoldsFloats">Whether the samples are floats, which may exceed full scale.</param>
/// <param name="IsCutShort">Whether the file ends before the sound does. The existing part is used.</param>
/// <param name="IsLimited">Whether the sound continues beyond the requested length. The rest is not read.</param>
/// <param name="HoldsMore">Whether another sound follows in the same file. It is not read.</param>
/// <param name="Announced">The length that the file declares, in seconds; null if it declares none.</param>
internal sealed record SoundFacts(
    string Format,
    int? Bits = null,
    bool HoldsFloats = false,
    bool IsCutShort = false,
    bool IsLimited = false,
    bool HoldsMore = false,
    double? Announced = null
);
