using System.Text.Json.Serialization;
using Figment.Evaluation.Images;

namespace Figment.Evaluation.Sounds;

/// <summary>The result of a quick evaluation of the sounds of a model in training.</summary>
internal sealed record LiveSoundEvaluation : ISampleEvaluation
{
    /// <summary>The evaluation, by image metrics, of pictures of the sounds.</summary>
    public required LiveEvaluation Pictures { get; init; }

    /// <summary>The audio figures of the samples.</summary>
    public required SoundFigures Made { get; init; }

    /// <summary>The audio figures of the training sounds.</summary>
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
