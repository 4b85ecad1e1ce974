using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Evaluation.Images;

namespace Figment.Studio.Learn;

/// <summary>An evaluation of a recorded run at one step; the picture for that step is a separate file (an asset).</summary>
public sealed class RecordedLook
{
    [JsonConstructor]
    internal RecordedLook(long step, LiveEvaluation evaluation) => (Step, Evaluation) = (step, evaluation);

    /// <summary>The number of steps done.</summary>
    public long Step { get; }

    /// <summary>The evaluation of a thousand samples.</summary>
    [JsonInclude]
    internal LiveEvaluation Evaluation { get; }
}

/// <summary>
/// A run recorded for the lesson, because visitors may not want to wait until a model collapses. It contains the parts of
/// <c>samples/</c> and <c>metrics.jsonl</c> for selected steps of <c>figment train classic --seed 0</c> and <c>figment train gan
/// --steps 2500 --seed 0</c> (<c>bench/studio/record.py</c>).
/// </summary>
/// <param name="Preset">The preset.</param>
/// <param name="Looks">The evaluations, in the order of their steps.</param>
public sealed record RecordedRun(string Preset, IReadOnlyList<RecordedLook> Looks)
{
    /// <summary>
    /// The SHA-256 of the training data of both runs, as in <c>options.json</c>: the digits included with Figment.
    /// </summary>
    internal const string DataSha256 = "edc0d1098aa497be14ace79ddd5171e5a3dcf9c4d196c015389203eb3ba1f59b";

    private static readonly Lazy<IReadOnlyList<RecordedRun>> Read = new(() =>
    {
        using Stream stream = typeof(RecordedRun).Assembly.GetManifestResourceStream("recorded.json")!;
        return JsonSerializer.Deserialize<IReadOnlyList<RecordedRun>>(stream, JsonSerializerOptions.Web)!;
    });

    /// <summary>The run with the tutorial's preset, then the one that does not collapse.</summary>
    internal static IReadOnlyList<RecordedRun> All => Read.Value;

    /// <summary>The picture of the samples at a step.</summary>
    internal string PictureOf(RecordedLook look) => $"{Preset}-{look.Step:D6}.png";
}
