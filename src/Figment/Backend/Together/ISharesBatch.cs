namespace Figment.Backend;

/// <summary>
/// An object that uses more than one item of a batch, so that it depends on the items of other processes: an optimizer, or a
/// layer with statistics.
/// </summary>
internal interface ISharesBatch
{
    /// <summary>The share of each batch that this process has; null if it has the whole batch.</summary>
    BatchShare? Share { get; set; }
}
