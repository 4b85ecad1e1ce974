namespace Figment.Backend;

/// <summary>Some of the items that are drawn for.</summary>
/// <param name="First">The number of the first.</param>
/// <param name="Of">How many there are in all; null where no more than those drawn for.</param>
internal readonly record struct ItemRange(long First, long? Of = null);
