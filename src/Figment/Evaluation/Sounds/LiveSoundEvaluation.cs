using System.Text.Json.Serialization;
using Figment.Evaluation.Images;

namespace Figment.Evaluation.Sounds;

/// <summary>What a quick look at the sounds of a model in training found.</summary>
internal sealed record LiveSoundEvaluation : ISampleEvaluation
{
    /// <summary>What the judge of images sees in the pictures of the sounds.</summary>
    public required LiveEvaluation Pictures { get; init; }

    /// <summary>What the samples sound like.</summary>
    public required SoundFigures Made { get; init; }

    /// <summary>What the sounds that were learned from sound like.</summary>
    public required SoundFigures Real { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public double Distance => Pictures.Distance;

    /// <inheritdoc/>
    [JsonIgnore]
    public double? TimesReal => Pictures.TimesReal;

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyList<(string Panel, string Curve, double Value)> Curves =>
        [.. Pictures.Curves, ("samples", "audible", 1 - Made.Silent), ("samples", "unclipped", 1 - Made.Clipped)];
}
