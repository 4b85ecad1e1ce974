using static TorchSharp.torch;

namespace Figment.Backend;

/// <summary>
/// The random numbers of one training step, or of some samples. All tensors are on the CPU, so that a seed means the same on
/// every device, and belong to the dispose scope around.
/// </summary>
/// <remarks>
/// The first dimension counts items: the images of a batch, for instance. An item's numbers are its own, whatever is drawn for
/// the others, so that a batch may be cut into parts. Name what you draw: two draws of one name are two draws, and no draw shifts
/// those of another name.
/// </remarks>
public abstract class Draws : IDisposable
{
    /// <summary>The draws of a part of the work, which share no name with others.</summary>
    /// <param name="part">Which; ASCII.</param>
    public abstract Draws For(string part);

    /// <summary>The draws for other items, of the same names: a name that both draw is drawn twice.</summary>
    internal virtual Draws Of(ItemRange items) => this;

    /// <summary>
    /// The draws for pieces of the items that these are for, which are gone through in turn: each draws under the names that all
    /// would.
    /// </summary>
    internal virtual IReadOnlyList<Draws> Cut(IReadOnlyList<ItemRange> pieces) => [.. pieces.Select(Of)];

    /// <summary>Draws from N(0, 1).</summary>
    /// <param name="name">What is drawn; ASCII.</param>
    /// <param name="shape">[items, …].</param>
    /// <param name="itemsAt">Which dimension counts items.</param>
    /// <returns>float32.</returns>
    public abstract Tensor Normal(string name, ReadOnlySpan<long> shape, int itemsAt = 0);

    /// <summary>Draws from U(0, 1): at least 0 and below 1.</summary>
    /// <inheritdoc cref="Normal"/>
    public abstract Tensor Uniform(string name, ReadOnlySpan<long> shape, int itemsAt = 0);

    /// <summary>Draws whole numbers, each as likely as any other.</summary>
    /// <param name="name">What is drawn; ASCII.</param>
    /// <param name="from">The smallest.</param>
    /// <param name="to">Above the largest.</param>
    /// <param name="shape">[items, …].</param>
    /// <returns>int64.</returns>
    public abstract Tensor Integers(string name, long from, long to, ReadOnlySpan<long> shape);

    /// <summary>Draws classes as often as they are.</summary>
    /// <param name="name">What is drawn; ASCII.</param>
    /// <param name="counts">How often each class is; not all 0.</param>
    /// <param name="items">How many are drawn.</param>
    /// <returns>[items], int64.</returns>
    public abstract Tensor Classes(string name, IReadOnlyList<int> counts, int items);

    /// <summary>
    /// Draws from U(0, 1) so that a whole batch covers it evenly: of n items, item i draws from [i/n, (i+1)/n).
    /// </summary>
    /// <param name="name">What is drawn; ASCII.</param>
    /// <param name="items">How many are drawn.</param>
    /// <returns>[items], float32.</returns>
    public abstract Tensor Stratified(string name, int items);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the draws hold.</summary>
    protected virtual void Dispose(bool disposing) { }
}
