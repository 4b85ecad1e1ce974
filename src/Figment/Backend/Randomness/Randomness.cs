namespace Figment.Backend;

/// <summary>
/// The method that draws the numbers of a run. Runs that began before there was a choice use <see cref="Mersenne"/>, and continue
/// with it.
/// </summary>
public enum Randomness
{
    /// <summary>From libtorch's generator in sequence: a number depends on how many were drawn before it.</summary>
    Mersenne,

    /// <summary>With Philox, only from the seed, the purpose of the draw and its item.</summary>
    Philox,
}
