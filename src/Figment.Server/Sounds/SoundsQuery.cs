using Figment.Audio;

namespace Figment.Server;

/// <summary>The requested sounds.</summary>
internal sealed record SoundsQuery : SamplesQuery
{
    private const double MostSeconds = 600;
    private const long MostValues = 1 << 25;

    /// <summary>Checks that the sounds fit into memory.</summary>
    /// <exception cref="OptionsException">The sounds would be too long.</exception>
    internal void CheckSize(ServedSounds model) => CheckLength(Number, model.Shape);

    /// <summary>Checks that the given number of sounds fits into memory.</summary>
    /// <exception cref="OptionsException">The sounds would be too long, or have too many samples.</exception>
    internal static void CheckLength(int count, SoundShape shape)
    {
        if ((long)count * shape.Size > MostValues)
            throw new OptionsException([
                $"The sounds would have {(long)count * shape.Size:N0} samples, but a request may ask for at most "
                    + $"{MostValues:N0}. Ask for fewer sounds.",
            ]);
        double seconds = shape.Seconds;
        if (count * seconds > MostSeconds)
            throw new OptionsException([
                $"The sounds would last {count * seconds:N0} s, but a request may ask for at most {MostSeconds:N0} s. Ask for "
                    + $"fewer sounds.",
            ]);
    }
}
