using Figment.Audio;
using Figment.Networks.Sounds;

namespace Figment.Data.Sounds;

/// <summary>What recordings become.</summary>
/// <param name="Shape">The shape of every sound.</param>
/// <param name="Options">The options by which the same sounds are made again.</param>
/// <param name="Needed">How many seconds nine of ten recordings need.</param>
/// <param name="IsRateFound">Whether the rate was chosen by the recordings.</param>
/// <param name="IsLengthFound">Whether the length was.</param>
internal sealed record SoundPlan(SoundShape Shape, SoundOptions Options, double Needed, bool IsRateFound, bool IsLengthFound)
{
    private const int LeastRate = 4_000,
        HighestRate = 48_000;
    private const double Shortest = 0.05;

    /// <summary>The longest that a sound may be, in seconds.</summary>
    internal const double Longest = 4;

    /// <summary>Decides by recordings that have a sound; null where none has.</summary>
    internal static SoundPlan? Of(HeardFiles heard, SoundOptions options)
    {
        HeardFile[] sounding = [.. heard.Heard.OfType<HeardFile>().Where(file => !file.Span.IsSilent)];
        if (sounding.Length == 0)
            return null;
        double[] needed = [.. sounding.Select(file => file.Span.Needed(options)).Order()];
        double mostNeed = needed[((9 * needed.Length) + 9) / 10 - 1];
        int rate = options.Rate ?? Math.Clamp(MostFrequent(sounding), LeastRate, HighestRate);
        double seconds = options.Length ?? Math.Clamp(mostNeed, Shortest, Longest);
        SoundShape shape = new(options.Stereo ? 2 : 1, SoundGrid.LengthFor(rate, seconds), rate);
        return new SoundPlan(
            shape,
            options with
            {
                Rate = rate,
                Length = seconds,
            },
            mostNeed,
            options.Rate is null,
            options.Length is null
        );
    }

    private static int MostFrequent(HeardFile[] sounding) =>
        sounding
            .GroupBy(file => file.Span.Rate)
            .OrderByDescending(group => group.Count())
            .ThenByDescending(group => group.Key)
            .First()
            .Key;
}
