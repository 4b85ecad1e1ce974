using static TorchSharp.torch;

namespace Figment.Networks.Texts;

/// <summary>
/// The memory in which a block does its computations and keeps what its gradients need; it is allocated once and reused in every
/// step.
/// </summary>
internal sealed class LayerBuffers : IDisposable
{
    /// <summary>Allocates the memory.</summary>
    /// <param name="shape">The sizes of the decoder.</param>
    /// <param name="rows">The number of tokens in a batch, N.</param>
    /// <param name="type">The type of the products' inputs and outputs.</param>
    internal LayerBuffers(GptShape shape, long rows, ScalarType type)
    {
        using (NewDisposeScope())
        {
            (Before, Between) = (empty(rows, shape.Width), empty(rows, shape.Width));
            (FirstScale, SecondScale) = (empty(rows), empty(rows));
            (First, Second) = (empty([rows, shape.Width], type), empty([rows, shape.Width], type));
            Projected = empty([rows, shape.Projected], type);
            Attended = empty([rows, shape.Heads * shape.HeadSize], type);
            GateUp = empty([rows, 2L * shape.Hidden], type);
            Product = empty([rows, shape.Hidden], type);
            foreach (Tensor tensor in All)
                tensor.DetachFromDisposeScope();
        }
    }

    /// <summary>The sum of all blocks before this one, and that sum plus this block's attention: [N, D], float32.</summary>
    internal Tensor Before { get; }

    /// <inheritdoc cref="Before"/>
    internal Tensor Between { get; }

    /// <summary>The scale factors of both norms, [N].</summary>
    internal Tensor FirstScale { get; }

    /// <inheritdoc cref="FirstScale"/>
    internal Tensor SecondScale { get; }

    /// <summary>The outputs of both norms, [N, D].</summary>
    internal Tensor First { get; }

    /// <inheritdoc cref="First"/>
    internal Tensor Second { get; }

    /// <summary>Queries, keys and values, [N, (H + 2 K) d].</summary>
    internal Tensor Projected { get; }

    /// <summary>The output of attention, [N, H d].</summary>
    internal Tensor Attended { get; }

    /// <summary>The gate and the up projection, [N, 2 F].</summary>
    internal Tensor GateUp { get; }

    /// <summary>The gated product, [N, F].</summary>
    internal Tensor Product { get; }

    private Tensor[] All => [Before, Between, FirstScale, SecondScale, First, Second, Projected, Attended, GateUp, Product];

    public void Dispose()
    {
        foreach (Tensor tensor in All)
            tensor.Dispose();
    }
}
