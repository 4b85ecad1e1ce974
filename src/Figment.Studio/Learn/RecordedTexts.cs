using System.Text.Json;

namespace Figment.Studio.Learn;

/// <summary>What a recorded run wrote at a step.</summary>
/// <param name="Step">The number of steps done.</param>
/// <param name="BitsPerByte">The loss on its training text, in bits per byte.</param>
/// <param name="Texts">The first texts made from the seed, without any selection.</param>
public sealed record RecordedWriting(long Step, double BitsPerByte, IReadOnlyList<string> Texts);

/// <summary>
/// A run of <c>gpt</c> recorded for the lesson: the parts of <c>samples/</c> and <c>metrics.jsonl</c> for selected steps of
/// <c>figment train gpt
/// --data NAME --steps N --seed 0</c>, trained on all packaged texts or on only the first few
/// (<c>bench/studio/record_texts.py</c>).
/// </summary>
/// <param name="Data">The name of the packaged texts.</param>
/// <param name="First">
/// The number of texts, counted from the first, that the run was trained on; null for all texts that are not held out.
/// </param>
/// <param name="Looks">The recorded texts, in the order of their steps.</param>
public sealed record RecordedTexts(string Data, int? First, IReadOnlyList<RecordedWriting> Looks)
{
    private static readonly Lazy<IReadOnlyList<RecordedTexts>> Read = new(() =>
    {
        using Stream stream = typeof(RecordedTexts).Assembly.GetManifestResourceStream("recorded-texts.json")!;
        return JsonSerializer.Deserialize<IReadOnlyList<RecordedTexts>>(stream, JsonSerializerOptions.Web)!;
    });

    /// <summary>All recorded runs.</summary>
    internal static IReadOnlyList<RecordedTexts> All => Read.Value;

    /// <summary>The run on the given included texts: on all of them, or on a few.</summary>
    internal static RecordedTexts Of(string data, bool isOfFew) =>
        All.First(run => run.Data == data && run.First is not null == isOfFew);
}
