namespace Figment.Backend;

/// <summary>Some of the items that are drawn for.</summary>
/// <param name="First">The number of the first.</param>
/// <param name="Of">How many there are in all; null where no more than those drawn for.</param>
/// <param name="Numbers">The number of each, where they do not follow each other; null where they do.</param>
internal readonly record struct ItemRange(long First, long? Of = null, long[]? Numbers = null)
{
    /// <summary>The number of an item.</summary>
    /// <param name="place">Its place among those drawn for, from 0.</param>
    internal long NumberOf(long place) => Numbers is null ? First + place : Numbers[place];
}
