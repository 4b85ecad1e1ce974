using System.ComponentModel.DataAnnotations;

namespace Figment.Networks.Sounds;

/// <summary>How sounds are represented as images: everything needed to turn the images into sounds again.</summary>
internal sealed record SoundForm
{
    /// <summary>The only kind of representation so far.</summary>
    public const string LogMel = "log-mel";

    /// <summary>The kind of representation.</summary>
    public string Kind { get; init; } = LogMel;

    /// <summary>The number of samples from one column to the next: a power of 2 from 64 to 2,048.</summary>
    [Range(64, 2_048)]
    public int Hop { get; init; } = 256;

    /// <summary>The number of rows: a multiple of 8 from 16 to 256.</summary>
    [Range(16, 256)]
    public int Bands { get; init; } = 64;

    /// <summary>The level that white represents in each row, in dB, starting with the lowest row.</summary>
    public IReadOnlyList<double> Levels { get; init; } = [];
}
