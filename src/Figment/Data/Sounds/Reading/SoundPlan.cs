using Figment.Audio;
using Figment.Networks.Sounds;

namespace Figment.Data.Sounds;

/// <summary>The form that recordings are converted to.</summary>
/// <param name="Shape">The shape of every sound.</param>
/// <param name="Options">The options that produce the same sounds again.</param>
/// <param name="Needed">The length that is enough for nine out of ten recordings, in seconds.</param>
/// <param name="IsRateFound">Whether the rate was chosen from the recordings.</param>
/// <param name="IsLengthFound">Whether the length was chosen from the recordings.</param>
internal sealed record SoundPlan(SoundShape Shape, SoundOptions Options, double Needed, bool IsRateFound, bool IsLengthFound)
{
    private const int LeastRate = 4_000,
        HighestRate = 48_000;
    private const double Shortest = 0.05;

    /// <summary>The maximum length of a sound in seconds.</summary>
    internal const double Longest = 4;

    /// <summary>Chooses the form based on the recordings that are not silent; null if there are none.</summary>
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
