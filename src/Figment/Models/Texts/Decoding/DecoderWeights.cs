using System.Runtime.InteropServices;
using Figment.Networks.Texts;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models.Texts;

/// <summary>
/// A decoder's weights as <see cref="TokenDecoder"/> reads them: in float32, with matrices in the layout of
/// <see cref="RowProduct"/>.
/// </summary>
internal sealed unsafe class DecoderWeights : IDisposable
{
    private readonly List<IntPtr> owned = [];

    /// <summary>Copies the weights of a network, which must be float32.</summary>
    internal DecoderWeights(GptNetwork network, int positions)
    {
        Shape = network.Shape;
        Embedding = Copy(network.embedding.weight!);
        Head = LayOut((network.head?.weight ?? network.embedding.weight)!);
        Norm = Copy(network.norm.weight);
        Blocks =
        [
            .. network.blocks.Select(block => new Block(
                (IntPtr)Copy(block.attention_norm.weight),
                LayOut(block.qkv.weight!),
                (IntPtr)Copy(block.q_norm.weight),
                (IntPtr)Copy(block.k_norm.weight),
                LayOut(block.attention_out.weight!),
                (IntPtr)Copy(block.mlp_norm.weight),
                LayOut(block.gate_up.weight!),
                LayOut(block.down.weight!)
            )),
        ];
        (float[] cosines, float[] sines) = RotaryPositions.Table(positions, Shape.HeadSize, Shape.RotaryBase);
        Cosines = Copy(cosines);
        Sines = Copy(sines);
    }

    /// <summary>The matrix W of a product Y = X Wᵀ.</summary>
    internal readonly struct Matrix(float* panels, int columns, int depth)
    {
        /// <summary>Computes Y = X Wᵀ.</summary>
        /// <param name="x">[rows, depth].</param>
        /// <param name="rows">The number of rows.</param>
        /// <param name="y">[rows, columns].</param>
        /// <param name="onThreads">Whether libtorch's threads may share a large product.</param>
        internal void Multiply(float* x, int rows, float* y, bool onThreads) =>
            RowProduct.Multiply(x, rows, panels, columns, depth, y, onThreads);
    }

    /// <summary>The weights of one block; those of the norms are float32 vectors.</summary>
    internal sealed record Block(
        IntPtr AttentionNorm,
        Matrix Qkv,
        IntPtr QNorm,
        IntPtr KNorm,
        Matrix AttentionOut,
        IntPtr MlpNorm,
        Matrix GateUp,
        Matrix Down
    );

    internal GptShape Shape { get; }

    /// <summary>The embedding matrix, [V, W], where W is the width.</summary>
    internal float* Embedding { get; }

    internal Matrix Head { get; }

    internal float* Norm { get; }

    internal IReadOnlyList<Block> Blocks { get; }

    internal float* Cosines { get; }

    internal float* Sines { get; }

    public void Dispose()
    {
        foreach (IntPtr memory in owned)
            NativeMemory.AlignedFree((void*)memory);
        owned.Clear();
    }

    private static float[] Read(Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        return weight.detach().to(CPU).to(ScalarType.Float32).contiguous().data<float>().ToArray();
    }

    private float* Copy(Tensor weight) => Copy(Read(weight));

    private float* Copy(ReadOnlySpan<float> values)
    {
        float* memory = Take(values.Length);
        values.CopyTo(new Span<float>(memory, values.Length));
        return memory;
    }

    private Matrix LayOut(Tensor weight)
    {
        (int columns, int depth) = ((int)weight.shape[0], (int)weight.shape[1]);
        float* panels = Take(RowProduct.Size(columns, depth));
        RowProduct.LayOut(Read(weight), columns, depth, panels);
        return new Matrix(panels, columns, depth);
    }

    private float* Take(long numbers)
    {
        float* memory = (float*)NativeMemory.AlignedAlloc((nuint)numbers * sizeof(float), 64);
        owned.Add((IntPtr)memory);
        return memory;
    }
}
