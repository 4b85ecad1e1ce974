using System.Text.Json.Serialization;

namespace Figment.Evaluation.Texts;

/// <summary>What a look at a language model in training found.</summary>
internal sealed record LiveTextEvaluation : ISampleEvaluation
{
    /// <summary>How well it foresees text that is held back, bits per byte.</summary>
    public required double BitsPerByte { get; init; }

    /// <summary>The same of text that it learns from, as much of it.</summary>
    public required double TrainingBitsPerByte { get; init; }

    /// <summary>What text takes that is held back when only the frequency of bytes is known.</summary>
    public required double BytesAlone { get; init; }

    /// <summary>The texts that it makes.</summary>
    public required Passages Made { get; init; }

    /// <summary>Texts that are held back, as long.</summary>
    public required Passages HeldOut { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public double Distance => BitsPerByte;

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyList<(string Panel, string Curve, double Value)> Curves =>
        [
            ("bits per byte", "held-out text", BitsPerByte),
            ("bits per byte", "training text", TrainingBitsPerByte),
            ("samples", "known words", Made.KnownWords),
            ("samples", "copied passages", Made.CopiedShort),
        ];
}
