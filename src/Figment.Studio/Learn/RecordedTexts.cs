using System.Text.Json;

namespace Figment.Studio.Learn;

/// <summary>What a recorded run wrote at a step.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="BitsPerByte">How well it foresaw the text that it learned from.</param>
/// <param name="Texts">The first texts of the seed, not chosen.</param>
public sealed record RecordedWriting(long Step, double BitsPerByte, IReadOnlyList<string> Texts);

/// <summary>
/// A run of <c>gpt</c> that was recorded for the lesson: what is in <c>samples/</c> and <c>metrics.jsonl</c> of <c>figment train
/// gpt --data NAME --steps N --seed 0</c> at some of their steps, of all packaged texts and of the first few
/// (<c>bench/studio/record_texts.py</c>).
/// </summary>
/// <param name="Data">The name of the packaged texts.</param>
/// <param name="First">From how many of their first texts it learned; null for all that are not held back.</param>
/// <param name="Looks">In the order of their steps.</param>
public sealed record RecordedTexts(string Data, int? First, IReadOnlyList<RecordedWriting> Looks)
{
    private static readonly Lazy<IReadOnlyList<RecordedTexts>> Read = new(() =>
    {
        using Stream stream = typeof(RecordedTexts).Assembly.GetManifestResourceStream("recorded-texts.json")!;
        return JsonSerializer.Deserialize<IReadOnlyList<RecordedTexts>>(stream, JsonSerializerOptions.Web)!;
    });

    /// <summary>All that were recorded.</summary>
    internal static IReadOnlyList<RecordedTexts> All => Read.Value;

    /// <summary>The run of some packaged texts: of all of them, or of a few.</summary>
    internal static RecordedTexts Of(string data, bool isOfFew) =>
        All.First(run => run.Data == data && run.First is not null == isOfFew);
}
