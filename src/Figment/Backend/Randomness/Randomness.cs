namespace Figment.Backend;

/// <summary>
/// How the numbers of a run are drawn. Runs made before there was a choice draw as <see cref="Mersenne"/> does, and go on so.
/// </summary>
public enum Randomness
{
    /// <summary>From libtorch's generator, one after the other: a number depends on how many were drawn before it.</summary>
    Mersenne,

    /// <summary>By Philox, from the seed, what is drawn and the item that it is drawn for, and from nothing else.</summary>
    Philox,
}
