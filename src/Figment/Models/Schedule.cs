namespace Figment.Models;

/// <summary>What changes in the course of a training.</summary>
internal static class Schedule
{
    /// <summary>1 until <paramref name="decay"/> of the training is left, from there in a straight line to 0.</summary>
    /// <param name="fraction">What part of the training is done.</param>
    /// <param name="decay">The part at the end over which it falls; 0 never falls.</param>
    internal static double FallingToZero(double fraction, double decay) => decay <= 0 ? 1 : Math.Min(1, (1 - fraction) / decay);

    /// <summary>In a straight line from 0 to 1, which is reached when <paramref name="warmUp"/> of the training is done.</summary>
    /// <param name="fraction">What part of the training is done.</param>
    /// <param name="warmUp">The part at the beginning over which it rises; 0 begins at 1.</param>
    internal static double Rising(double fraction, double warmUp) => warmUp <= 0 ? 1 : Math.Min(1, fraction / warmUp);
}
