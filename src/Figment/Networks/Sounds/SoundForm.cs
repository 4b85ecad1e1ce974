using System.ComponentModel.DataAnnotations;

namespace Figment.Networks.Sounds;

/// <summary>How sounds become images: all that must be known to make sounds of the images again.</summary>
internal sealed record SoundForm
{
    /// <summary>The only kind there is.</summary>
    public const string LogMel = "log-mel";

    /// <summary>Which kind of form.</summary>
    public string Kind { get; init; } = LogMel;

    /// <summary>Samples from column to column, a power of 2, 64 to 2,048.</summary>
    [Range(64, 2_048)]
    public int Hop { get; init; } = 256;

    /// <summary>Rows, a multiple of 8, 16 to 256.</summary>
    [Range(16, 256)]
    public int Bands { get; init; } = 64;

    /// <summary>What full white stands for in each row, in dB, from the lowest row on.</summary>
    public IReadOnlyList<double> Levels { get; init; } = [];
}
