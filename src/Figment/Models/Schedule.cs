namespace Figment.Models;

/// <summary>Factors that change during a training run.</summary>
internal static class Schedule
{
    /// <summary>
    /// Returns 1 until only the fraction <paramref name="decay"/> of training is left, and then falls linearly to 0.
    /// </summary>
    /// <param name="fraction">The fraction of training that is done, from 0 to 1.</param>
    /// <param name="decay">The final fraction of training over which the factor falls, 0 to 1; with 0 it never falls.</param>
    internal static double FallingToZero(double fraction, double decay) => decay <= 0 ? 1 : Math.Min(1, (1 - fraction) / decay);

    /// <summary>
    /// Returns 1 for the first <paramref name="steady"/> items, and then √(steady / items) (T. Karras et al., "Analyzing and
    /// Improving the Training Dynamics of Diffusion Models", 2024, equation 67).
    /// </summary>
    /// <param name="items">The number of items seen so far.</param>
    /// <param name="steady">The number of items after which the factor begins to fall; with 0 it never falls.</param>
    internal static double InverseRoot(long items, double steady) =>
        steady <= 0 || items <= steady ? 1 : Math.Sqrt(steady / items);

    /// <summary>
    /// Rises linearly from 0 to 1 over the first fraction <paramref name="warmUp"/> of training, and then stays at 1.
    /// </summary>
    /// <param name="fraction">The fraction of training that is done, from 0 to 1.</param>
    /// <param name="warmUp">The first fraction of training, over which the factor rises, 0 to 1; with 0 it starts at 1.</param>
    internal static double Rising(double fraction, double warmUp) => warmUp <= 0 ? 1 : Math.Min(1, fraction / warmUp);
}
