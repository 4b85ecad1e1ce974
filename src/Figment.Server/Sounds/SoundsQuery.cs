using Figment.Audio;

namespace Figment.Server;

/// <summary>Which sounds are asked for.</summary>
internal sealed record SoundsQuery : SamplesQuery
{
    private const double MostSeconds = 600;
    private const long MostValues = 1 << 25;

    /// <summary>Checks that the sounds can be held.</summary>
    /// <exception cref="OptionsException">They would last too long.</exception>
    internal void CheckSize(ServedSounds model) => CheckLength(Number, model.Shape);

    /// <summary>Checks that so many sounds can be held.</summary>
    /// <exception cref="OptionsException">They would last too long, or be too many numbers.</exception>
    internal static void CheckLength(int count, SoundShape shape)
    {
        if ((long)count * shape.Size > MostValues)
            throw new OptionsException([
                $"The sounds would have {(long)count * shape.Size:N0} samples, and at most "
                    + $"{MostValues:N0} are made at once. Ask for fewer.",
            ]);
        double seconds = shape.Seconds;
        if (count * seconds > MostSeconds)
            throw new OptionsException([
                $"The sounds would last {count * seconds:N0} s, and at most {MostSeconds:N0} s are "
                    + "made at once. Ask for fewer.",
            ]);
    }
}
