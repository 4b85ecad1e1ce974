using System.Text.Json;

namespace Figment.Studio.Learn;

/// <summary>
/// A training of <c>gan</c> from few digits that was recorded for the lesson on pictures of one's own
/// (<c>bench/studio/record_lessons.py</c>); what it made is an asset.
/// </summary>
/// <param name="Count">How many digits it learned from.</param>
/// <param name="Copied">The share of a thousand that it made that are copies, 0 to 1.</param>
/// <param name="Coverage">The share of test digits that have one that it made near them, 0 to 1.</param>
/// <param name="Real">The same share of real digits.</param>
internal sealed record RecordedPictures(int Count, double Copied, double Coverage, double Real)
{
    private static readonly Lazy<IReadOnlyList<RecordedPictures>> Read = new(() =>
    {
        using Stream stream = typeof(RecordedPictures).Assembly.GetManifestResourceStream("recorded/pictures.json")!;
        return JsonSerializer.Deserialize<IReadOnlyList<RecordedPictures>>(stream, JsonSerializerOptions.Web)!;
    });

    /// <summary>From few pictures to many.</summary>
    internal static IReadOnlyList<RecordedPictures> All => Read.Value;

    /// <summary>The steps at which the training from random weights and the one from a trained model were recorded.</summary>
    internal static IReadOnlyList<int> Steps { get; } = [0, 50, 100, 150, 200, 250, 300, 350, 400];
}
