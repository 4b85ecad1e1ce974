using static TorchSharp.torch;

namespace Figment.Backend;

/// <summary>
/// The random numbers of one training step, or of some samples. All tensors are on the CPU, so that a seed gives the same numbers
/// on every device. They belong to the current dispose scope.
/// </summary>
/// <remarks>
/// The first dimension counts items, for instance the images of a batch. The numbers for one item do not depend on those for
/// other items, so a batch may be split into parts. Each draw has a name. Drawing twice under one name gives different numbers,
/// and drawing under one name does not change the numbers drawn under other names.
/// </remarks>
public abstract class Draws : IDisposable
{
    /// <summary>Returns the draws for a part of the work; they share no names with other draws.</summary>
    /// <param name="part">The name of the part, in ASCII.</param>
    public abstract Draws For(string part);

    /// <summary>Returns draws with the same names for other items. If both draw under a name, it counts as drawn twice.</summary>
    internal virtual Draws Of(ItemRange items) => this;

    /// <summary>
    /// Returns the draws for consecutive pieces of the current items. Each piece draws with the names that all items together
    /// would use.
    /// </summary>
    internal virtual IReadOnlyList<Draws> Cut(IReadOnlyList<ItemRange> pieces) => [.. pieces.Select(Of)];

    /// <summary>Draws from N(0, 1).</summary>
    /// <param name="name">The name of the draw, in ASCII.</param>
    /// <param name="shape">The shape, [items, …].</param>
    /// <param name="itemsAt">The dimension that counts items.</param>
    /// <returns>A float32 tensor of the given shape.</returns>
    public abstract Tensor Normal(string name, ReadOnlySpan<long> shape, int itemsAt = 0);

    /// <summary>Draws from U(0, 1): at least 0 and below 1.</summary>
    /// <inheritdoc cref="Normal"/>
    public abstract Tensor Uniform(string name, ReadOnlySpan<long> shape, int itemsAt = 0);

    /// <summary>Draws uniformly distributed integers.</summary>
    /// <param name="name">The name of the draw, in ASCII.</param>
    /// <param name="from">The smallest integer.</param>
    /// <param name="to">The exclusive upper bound.</param>
    /// <param name="shape">The shape, [items, …].</param>
    /// <returns>An int64 tensor of the given shape.</returns>
    public abstract Tensor Integers(string name, long from, long to, ReadOnlySpan<long> shape);

    /// <summary>Draws classes with probabilities proportional to their counts.</summary>
    /// <param name="name">The name of the draw, in ASCII.</param>
    /// <param name="counts">The count of each class; not all 0.</param>
    /// <param name="items">The number of items.</param>
    /// <returns>The class numbers, [items], int64.</returns>
    public abstract Tensor Classes(string name, IReadOnlyList<int> counts, int items);

    /// <summary>
    /// Draws from U(0, 1) so that a whole batch covers the interval evenly: item i of n draws from [i/n, (i+1)/n).
    /// </summary>
    /// <param name="name">The name of the draw, in ASCII.</param>
    /// <param name="items">The number of items.</param>
    /// <returns>The numbers, [items], float32.</returns>
    public abstract Tensor Stratified(string name, int items);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the resources of the draws.</summary>
    protected virtual void Dispose(bool disposing) { }
}
