using System.Text.Json;

namespace Figment.Studio.Learn;

/// <summary>
/// A recorded training run of <c>gan</c> on few digits, for the lesson on one's own pictures
/// (<c>bench/studio/record_lessons.py</c>); its samples are an asset.
/// </summary>
/// <param name="Count">The number of training digits.</param>
/// <param name="Copied">The share of copies among a thousand samples, from 0 to 1.</param>
/// <param name="Coverage">The share of test digits that have a sample near them, from 0 to 1.</param>
/// <param name="Real">The same share for real digits instead of samples.</param>
internal sealed record RecordedPictures(int Count, double Copied, double Coverage, double Real)
{
    private static readonly Lazy<IReadOnlyList<RecordedPictures>> Read = new(() =>
    {
        using Stream stream = typeof(RecordedPictures).Assembly.GetManifestResourceStream("recorded/pictures.json")!;
        return JsonSerializer.Deserialize<IReadOnlyList<RecordedPictures>>(stream, JsonSerializerOptions.Web)!;
    });

    /// <summary>The training runs, from few pictures to many.</summary>
    internal static IReadOnlyList<RecordedPictures> All => Read.Value;

    /// <summary>
    /// The recorded steps of the run that starts from random weights and of the run that starts from a trained model.
    /// </summary>
    internal static IReadOnlyList<int> Steps { get; } = [0, 50, 100, 150, 200, 250, 300, 350, 400];
}
