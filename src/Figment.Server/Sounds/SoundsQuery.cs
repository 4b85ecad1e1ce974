namespace Figment.Server;

/// <summary>Which sounds are asked for.</summary>
internal sealed record SoundsQuery : SamplesQuery
{
    private const double MostSeconds = 600;

    /// <summary>Checks that the sounds can be held.</summary>
    /// <exception cref="OptionsException">They would last too long.</exception>
    internal void CheckSize(ServedSounds model) => CheckLength(Number, model.Shape.Seconds);

    /// <summary>Checks that so many sounds of so many seconds can be held.</summary>
    /// <exception cref="OptionsException">They would last too long.</exception>
    internal static void CheckLength(int count, double seconds)
    {
        if (count * seconds > MostSeconds)
            throw new OptionsException([$"The sounds would last {count * seconds:N0} s, and at most {MostSeconds:N0} s are made at once. Ask for fewer."]);
    }
}
