using static TorchSharp.torch;

namespace Figment.Networks.Texts;

/// <summary>What a block keeps for its gradients, and where it computes: made once, used by every step.</summary>
internal sealed class LayerBuffers : IDisposable
{
    /// <summary>Makes room.</summary>
    /// <param name="shape">The decoder's sizes.</param>
    /// <param name="rows">N, tokens of a batch.</param>
    /// <param name="type">What products take and give.</param>
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

    /// <summary>The sum of all blocks before this one, and that with its attention: [N, D], float32.</summary>
    internal Tensor Before { get; }

    /// <inheritdoc cref="Before"/>
    internal Tensor Between { get; }

    /// <summary>What both norms multiplied with, [N].</summary>
    internal Tensor FirstScale { get; }

    /// <inheritdoc cref="FirstScale"/>
    internal Tensor SecondScale { get; }

    /// <summary>What both norms gave, [N, D].</summary>
    internal Tensor First { get; }

    /// <inheritdoc cref="First"/>
    internal Tensor Second { get; }

    /// <summary>Queries, keys and values, [N, (H + 2 K) d].</summary>
    internal Tensor Projected { get; }

    /// <summary>What attention gave, [N, H d].</summary>
    internal Tensor Attended { get; }

    /// <summary>[N, 2 F].</summary>
    internal Tensor GateUp { get; }

    /// <summary>[N, F].</summary>
    internal Tensor Product { get; }

    private Tensor[] All => [Before, Between, FirstScale, SecondScale, First, Second, Projected, Attended, GateUp, Product];

    public void Dispose()
    {
        foreach (Tensor tensor in All)
            tensor.Dispose();
    }
}
