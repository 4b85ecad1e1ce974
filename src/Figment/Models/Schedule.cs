namespace Figment.Models;

/// <summary>What changes in the course of a training.</summary>
internal static class Schedule
{
    /// <summary>1 until <paramref name="decay"/> of the training is left, from there in a straight line to 0.</summary>
    /// <param name="fraction">What part of the training is done.</param>
    /// <param name="decay">The part at the end over which it falls; 0 never falls.</param>
    internal static double FallingToZero(double fraction, double decay) => decay <= 0 ? 1 : Math.Min(1, (1 - fraction) / decay);

    /// <summary>
    /// 1 for the first <paramref name="steady"/> items, then √(steady / items) (T. Karras et al., "Analyzing and Improving the
    /// Training Dynamics of Diffusion Models", 2024, equation 67).
    /// </summary>
    /// <param name="items">Items of the data seen so far.</param>
    /// <param name="steady">The items after which it begins to fall; 0 never falls.</param>
    internal static double InverseRoot(long items, double steady) =>
        steady <= 0 || items <= steady ? 1 : Math.Sqrt(steady / items);

    /// <summary>
    /// In a straight line from 0 to 1, which is reached when <paramref name="warmUp"/> of the training is done.
    /// </summary>
    /// <param name="fraction">What part of the training is done.</param>
    /// <param name="warmUp">The part at the beginning over which it rises; 0 begins at 1.</param>
    internal static double Rising(double fraction, double warmUp) => warmUp <= 0 ? 1 : Math.Min(1, fraction / warmUp);
}
