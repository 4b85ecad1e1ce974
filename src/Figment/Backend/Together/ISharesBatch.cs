namespace Figment.Backend;

/// <summary>
/// What sees more of a batch than one item, so that it must know of the items of other processes: optimizers, and layers with
/// statistics.
/// </summary>
internal interface ISharesBatch
{
    /// <summary>What this process has of each batch; null where it has all.</summary>
    BatchShare? Share { get; set; }
}
