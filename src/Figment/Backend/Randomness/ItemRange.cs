namespace Figment.Backend;

/// <summary>The range of items for which numbers are drawn.</summary>
/// <param name="First">The number of the first item.</param>
/// <param name="Of">The total number of items; null if there are no others.</param>
/// <param name="Numbers">The number of each item if they are not consecutive; otherwise null.</param>
internal readonly record struct ItemRange(long First, long? Of = null, long[]? Numbers = null)
{
    /// <summary>Returns the number of an item.</summary>
    /// <param name="place">The index of the item in the range, from 0.</param>
    internal long NumberOf(long place) => Numbers is null ? First + place : Numbers[place];
}
