using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Figment.Backend;

namespace Figment.Networks.Texts;

/// <summary>
/// Root mean square normalisation of rows after an addition: x = a + b, h = x r w, r = 1 / √(mean(x²) + ε) (B. Zhang, R.
/// Sennrich, "Root Mean Square Layer Normalization", 2019, equation 4). The length of rows is a multiple of sixteen.
/// </summary>
internal static unsafe class NormKernel<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ILanes<T>
{
    /// <summary>
    /// The number of parts into which rows are split. Each part is summed separately, so that a sum over rows is the same for any
    /// number of threads.
    /// </summary>
    internal const int Parts = 16;

    private const int Lanes = 16;

    /// <summary>Adds and normalises.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="size">The size of a row.</param>
    /// <param name="a">[rows, size].</param>
    /// <param name="b">The tensor to add to a; null for none.</param>
    /// <param name="weight">w, [size].</param>
    /// <param name="x">Receives the sum; may be <paramref name="a"/>.</param>
    /// <param name="h">Receives the normalised rows.</param>
    /// <param name="scale">Receives r, [rows].</param>
    internal static void Forward(int rows, int size, float* a, T* b, float* weight, float* x, T* h, float* scale) =>
        TorchOperators.ParallelFor(
            rows,
            (begin, end) =>
            {
                for (long row = begin; row < end; row++)
                    ForwardRow(
                        size,
                        a + (row * size),
                        b == null ? null : b + (row * size),
                        weight,
                        x + (row * size),
                        h + (row * size),
                        scale + row
                    );
            }
        );

    /// <summary>Computes the gradients, and adds them to dx and to the parts of dw.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="size">The size of a row.</param>
    /// <param name="dh">[rows, size].</param>
    /// <param name="x">The sum from the forward pass, [rows, size].</param>
    /// <param name="weight">w, [size].</param>
    /// <param name="scale">r, [rows].</param>
    /// <param name="dx">[rows, size]; the gradient is added to this.</param>
    /// <param name="rounded">Receives dx in the type of the next products; null where it is not needed.</param>
    /// <param name="dw">Receives the sums over each part of the rows, [<see cref="Parts"/>, size].</param>
    internal static void Backward(
        int rows,
        int size,
        T* dh,
        float* x,
        float* weight,
        float* scale,
        float* dx,
        T* rounded,
        float* dw
    ) =>
        TorchOperators.ParallelFor(
            Parts,
            (begin, end) =>
            {
                for (long part = begin; part < end; part++)
                {
                    float* sums = dw + (part * size);
                    new Span<float>(sums, size).Clear();
                    for (long row = rows * part / Parts; row < rows * (part + 1) / Parts; row++)
                    {
                        long at = row * size;
                        BackwardRow(
                            size,
                            dh + at,
                            x + at,
                            weight,
                            scale[row],
                            dx + at,
                            rounded == null ? null : rounded + at,
                            sums
                        );
                    }
                }
            }
        );

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardRow(int size, float* a, T* b, float* weight, float* x, T* h, float* scale)
    {
        Vector512<float> squares = default;
        for (int i = 0; i < size; i += Lanes)
        {
            Vector512<float> sum = Vector512.Load(a + i);
            if (b != null)
                sum += TLanes.Load(b + i);
            sum.Store(x + i);
            squares = Vector512.FusedMultiplyAdd(sum, sum, squares);
        }

        float r = (float)(1 / Math.Sqrt((Vector512.Sum(squares) / size) + GptShape.Epsilon));
        *scale = r;
        Vector512<float> factor = Vector512.Create(r);
        for (int i = 0; i < size; i += Lanes)
            TLanes.Store(Vector512.Load(x + i) * factor * Vector512.Load(weight + i), h + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardRow(int size, T* dh, float* x, float* weight, float scale, float* dx, T* rounded, float* dw)
    {
        Vector512<float> along = default,
            r = Vector512.Create(scale);
        for (int i = 0; i < size; i += Lanes)
        {
            Vector512<float> gradient = TLanes.Load(dh + i),
                value = Vector512.Load(x + i);
            (gradient * value * r + Vector512.Load(dw + i)).Store(dw + i);
            along = Vector512.FusedMultiplyAdd(gradient * Vector512.Load(weight + i), value, along);
        }

        Vector512<float> inward = Vector512.Create(Vector512.Sum(along) / size * scale * scale);
        for (int i = 0; i < size; i += Lanes)
        {
            Vector512<float> change = (TLanes.Load(dh + i) * Vector512.Load(weight + i)) - (Vector512.Load(x + i) * inward);
            Vector512<float> total = Vector512.FusedMultiplyAdd(change, r, Vector512.Load(dx + i));
            total.Store(dx + i);
            if (rounded != null)
                TLanes.Store(total, rounded + i);
        }
    }
}
