using static TorchSharp.torch;

namespace Figment.Backend;

/// <summary>Draws from one of libtorch's generators in sequence, and ignores names. Kept for runs that began with it.</summary>
internal sealed class MersenneDraws(Generator generator) : Draws
{
    /// <inheritdoc/>
    public override Draws For(string part) => this;

    /// <inheritdoc/>
    public override Tensor Normal(string name, ReadOnlySpan<long> shape, int itemsAt = 0) => randn(shape, generator: generator);

    /// <inheritdoc/>
    public override Tensor Uniform(string name, ReadOnlySpan<long> shape, int itemsAt = 0) => rand(shape, generator: generator);

    /// <inheritdoc/>
    public override Tensor Integers(string name, long from, long to, ReadOnlySpan<long> shape) =>
        randint(from, to, shape.ToArray(), generator: generator);

    /// <inheritdoc/>
    public override Tensor Classes(string name, IReadOnlyList<int> counts, int items)
    {
        using Tensor shares = tensor(counts.Select(count => (double)count).ToArray());
        return multinomial(shares, items, replacement: true, generator);
    }

    /// <inheritdoc/>
    public override Tensor Stratified(string name, int items) =>
        Scalars.Range(items, ScalarType.Float32).Plus(rand([items], generator: generator)).DivideBy(items);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            generator.Dispose();
        base.Dispose(disposing);
    }
}
