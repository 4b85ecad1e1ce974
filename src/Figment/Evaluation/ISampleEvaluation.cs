using System.Text.Json.Serialization;

namespace Figment.Evaluation;

/// <summary>What a look at the samples of a model in training found; each kind of data has a record of its own.</summary>
public interface ISampleEvaluation
{
    /// <summary>
    /// How far samples are from what is real: the less the better. It chooses the checkpoint that is kept as the best.
    /// </summary>
    [JsonIgnore]
    double Distance { get; }

    /// <summary>
    /// How many times as far samples are from what is real as other real ones are; null where that is not known.
    /// </summary>
    [JsonIgnore]
    double? TimesReal => null;

    /// <summary>What of it is drawn over the steps of a training: the panel of the chart, the curve, the value.</summary>
    [JsonIgnore]
    IReadOnlyList<(string Panel, string Curve, double Value)> Curves { get; }
}
