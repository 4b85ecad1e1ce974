using System.Runtime.InteropServices;
using Figment.Networks.Texts;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models.Texts;

/// <summary>A decoder's weights as <see cref="TokenDecoder"/> reads them: float32, rows filled up with 0 to whole vectors.</summary>
internal sealed unsafe class DecoderWeights : IDisposable
{
    private readonly List<IntPtr> owned = [];

    /// <summary>Copies the weights of a network, which holds them in float32.</summary>
    internal DecoderWeights(GptNetwork network, int positions)
    {
        Shape = network.Shape;
        Embedding = Copy(network.embedding.weight!);
        Head = network.head is null ? Embedding : Copy(network.head.weight!);
        Norm = Copy(network.norm.weight);
        Blocks = [.. network.blocks.Select(block => new Block(
            Copy(block.attention_norm.weight), Copy(block.qkv.weight!), Copy(block.q_norm.weight), Copy(block.k_norm.weight), Copy(block.attention_out.weight!),
            Copy(block.mlp_norm.weight), Copy(block.gate_up.weight!), Copy(block.down.weight!)))];
        (Cosines, Sines) = RotaryPositions.Table(positions, Shape.HeadSize, Shape.RotaryBase);
    }

    /// <summary>One matrix or vector.</summary>
    internal readonly struct Matrix(float* values, int rows, int columns)
    {
        internal readonly float* Values = values;
        internal readonly int Rows = rows, Columns = columns;

        /// <summary>Numbers from one row to the next.</summary>
        internal int Stride => RowProduct.Padded(Columns);

        internal float* Row(int row) => Values + ((long)row * Stride);
    }

    internal sealed record Block(Matrix AttentionNorm, Matrix Qkv, Matrix QNorm, Matrix KNorm, Matrix AttentionOut, Matrix MlpNorm, Matrix GateUp, Matrix Down);

    internal GptShape Shape { get; }

    internal Matrix Embedding { get; }

    internal Matrix Head { get; }

    internal Matrix Norm { get; }

    internal IReadOnlyList<Block> Blocks { get; }

    internal float[] Cosines { get; }

    internal float[] Sines { get; }

    public void Dispose()
    {
        foreach (IntPtr memory in owned) NativeMemory.AlignedFree((void*)memory);
        owned.Clear();
    }

    private Matrix Copy(Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] values = weight.detach().to(CPU).to(ScalarType.Float32).contiguous().data<float>().ToArray();
        int rows = weight.dim() == 1 ? 1 : (int)weight.shape[0], columns = (int)weight.shape[^1], stride = RowProduct.Padded(columns);
        float* memory = (float*)NativeMemory.AlignedAlloc((nuint)rows * (nuint)stride * sizeof(float), 64);
        owned.Add((IntPtr)memory);
        for (int row = 0; row < rows; row++)
        {
            Span<float> target = new(memory + ((long)row * stride), stride);
            values.AsSpan(row * columns, columns).CopyTo(target);
            target[columns..].Clear();
        }

        return new Matrix(memory, rows, columns);
    }
}
