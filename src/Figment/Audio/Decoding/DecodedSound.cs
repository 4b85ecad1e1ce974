namespace Figment.Audio;

/// <summary>A sound of a file.</summary>
/// <param name="Sound">At least one sample.</param>
/// <param name="Facts">What a user should know of it.</param>
internal sealed record DecodedSound(Sound Sound, SoundFacts Facts);

/// <summary>What a user should know of one file that was decoded.</summary>
/// <param name="Format">What it is by its content, for instance <c>FLAC</c>.</param>
/// <param name="Bits">Bits of a sample; null where the format rounds in its own way (MP3, Vorbis, Opus).</param>
/// <param name="HoldsFloats">Whether its samples are floats, which may be louder than full scale.</param>
/// <param name="IsCutShort">Whether the file ends before the sound does: what there is was taken.</param>
/// <param name="IsLimited">Whether the sound goes on after what was asked for, which was not read.</param>
/// <param name="HoldsMore">Whether another sound follows in the same file, which was not read.</param>
/// <param name="Announced">How many seconds the file says that it holds; null where it does not say.</param>
internal sealed record SoundFacts(
    string Format,
    int? Bits = null,
    bool HoldsFloats = false,
    bool IsCutShort = false,
    bool IsLimited = false,
    bool HoldsMore = false,
    double? Announced = null
);
