using System.Text.Json.Serialization;

namespace Figment.Evaluation.Texts;

/// <summary>The result of evaluating a language model in training.</summary>
internal sealed record LiveTextEvaluation : ISampleEvaluation
{
    /// <summary>How well the model predicts held-out text, in bits per byte.</summary>
    public required double BitsPerByte { get; init; }

    /// <summary>How well the model predicts the same amount of training text, in bits per byte.</summary>
    public required double TrainingBitsPerByte { get; init; }

    /// <summary>The bits per byte of held-out text for a predictor that knows only the frequencies of the bytes.</summary>
    public required double BytesAlone { get; init; }

    /// <summary>The texts that the model generates.</summary>
    public required Passages Made { get; init; }

    /// <summary>Held-out texts of the same length.</summary>
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
