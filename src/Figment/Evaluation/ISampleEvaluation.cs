using System.Text.Json.Serialization;

namespace Figment.Evaluation;

/// <summary>The result of evaluating the samples of a model in training; each kind of data has its own record.</summary>
public interface ISampleEvaluation
{
    /// <summary>
    /// The distance of the samples from real data: lower is better. It decides which checkpoint is kept as the best.
    /// </summary>
    [JsonIgnore]
    double Distance { get; }

    /// <summary>
    /// The distance of the samples from real data, divided by the distance that other real data would have; null if the latter is
    /// unknown.
    /// </summary>
    [JsonIgnore]
    double? TimesReal => null;

    /// <summary>
    /// The values to plot over the steps of training, each with the panel of the chart and the curve that it belongs to.
    /// </summary>
    [JsonIgnore]
    IReadOnlyList<(string Panel, string Curve, double Value)> Curves { get; }
}
