namespace Figment.Backend;

/// <summary>
/// The method that draws the numbers of a run. Runs that began before this choice existed use <see cref="Mersenne"/> and keep
/// using it.
/// </summary>
public enum Randomness
{
    /// <summary>
    /// Numbers come in sequence from libtorch's generator, so each number depends on how many were drawn before it.
    /// </summary>
    Mersenne,

    /// <summary>
    /// Numbers come from Philox and depend only on the seed, the purpose of the draw and the item that they are drawn for.
    /// </summary>
    Philox,
}
