using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Evaluation.Images;

namespace Figment.Studio.Learn;

/// <summary>How the samples of a recorded run were at a step; the picture of the same step is an asset.</summary>
public sealed class RecordedLook
{
    [JsonConstructor]
    internal RecordedLook(long step, LiveEvaluation evaluation) => (Step, Evaluation) = (step, evaluation);

    /// <summary>Steps done.</summary>
    public long Step { get; }

    /// <summary>What a look at a thousand samples found.</summary>
    [JsonInclude]
    internal LiveEvaluation Evaluation { get; }
}

/// <summary>
/// A run that was recorded for the lesson, since a collapse takes longer than a visitor may want to wait: what is in
/// <c>samples/</c> and
/// <c>metrics.jsonl</c> of <c>figment train classic --seed 0</c> and <c>figment train gan --steps 2500 --seed 0</c>, at some of
/// their steps (<c>bench/studio/record.py</c>).
/// </summary>
/// <param name="Preset">The recipe.</param>
/// <param name="Looks">In the order of their steps.</param>
public sealed record RecordedRun(string Preset, IReadOnlyList<RecordedLook> Looks)
{
    /// <summary>
    /// The SHA-256 of what both learned from, as <c>options.json</c> has it: the digits that come with Figment.
    /// </summary>
    internal const string DataSha256 = "edc0d1098aa497be14ace79ddd5171e5a3dcf9c4d196c015389203eb3ba1f59b";

    private static readonly Lazy<IReadOnlyList<RecordedRun>> Read = new(() =>
    {
        using Stream stream = typeof(RecordedRun).Assembly.GetManifestResourceStream("recorded.json")!;
        return JsonSerializer.Deserialize<IReadOnlyList<RecordedRun>>(stream, JsonSerializerOptions.Web)!;
    });

    /// <summary>The tutorial's recipe, then the one that does not collapse.</summary>
    internal static IReadOnlyList<RecordedRun> All => Read.Value;

    /// <summary>The picture of the samples at a step.</summary>
    internal string PictureOf(RecordedLook look) => $"{Preset}-{look.Step:D6}.png";
}
