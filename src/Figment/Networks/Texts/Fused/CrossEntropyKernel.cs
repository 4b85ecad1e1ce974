using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Figment.Backend;

namespace Figment.Networks.Texts;

/// <summary>Computes −log softmax(z)[y] for rows of logits, and stores its gradient in place of the logits.</summary>
internal static unsafe class CrossEntropyKernel<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ILanes<T>
{
    private const int Lanes = 16;

    /// <summary>Computes the losses and the gradients of their mean.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="size">
    /// The number of logits per row, a multiple of sixteen; those from <paramref name="used"/> on are padding.
    /// </param>
    /// <param name="used">The number of tokens.</param>
    /// <param name="logits">[rows, size]; replaced by the gradients.</param>
    /// <param name="targets">y, [rows].</param>
    /// <param name="losses">Receives the losses, [rows], in nats.</param>
    internal static void Run(int rows, int size, int used, T* logits, long* targets, float* losses) =>
        TorchOperators.ParallelFor(
            rows,
            (begin, end) =>
            {
                float* values = stackalloc float[size];
                for (long row = begin; row < end; row++)
                    losses[row] = Row(size, used, logits + (row * size), (int)targets[row], 1f / rows, values);
            }
        );

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Row(int size, int used, T* logits, int target, float share, float* values)
    {
        Vector512<float> most = Vector512.Create(float.NegativeInfinity);
        for (int i = 0; i < size; i += Lanes)
            TLanes.Load(logits + i).Store(values + i);
        new Span<float>(values + used, size - used).Fill(float.NegativeInfinity);
        for (int i = 0; i < size; i += Lanes)
            most = Vector512.MaxNative(most, Vector512.Load(values + i));
        float highest = float.NegativeInfinity;
        for (int i = 0; i < Lanes; i++)
            highest = Math.Max(highest, most[i]);

        float own = values[target] - highest;
        Vector512<float> sums = default,
            top = Vector512.Create(highest);
        for (int i = 0; i < size; i += Lanes)
        {
            Vector512<float> exp = Exponential.Of(Vector512.Load(values + i) - top);
            exp.Store(values + i);
            sums += exp;
        }

        float sum = Vector512.Sum(sums);
        values[target] -= sum; // p − 1, before the division
        Vector512<float> factor = Vector512.Create(share / sum);
        for (int i = 0; i < size; i += Lanes)
            TLanes.Store(Vector512.Load(values + i) * factor, logits + i);
        return MathF.Log(sum) - own;
    }
}
