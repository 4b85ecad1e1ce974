using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Figment.Backend;
using Figment.Networks.Texts;

namespace Figment.Models.Texts;

/// <summary>
/// Computes Y = X Wᵀ for a few rows of X, as needed to read one token of one or more texts. Each number of Y is summed in the
/// same order whatever the other rows are, so a text does not depend on the texts that are generated alongside it.
/// </summary>
/// <remarks>
/// A product in libtorch takes microseconds to start, longer than all products that a small model needs for one token. W is
/// stored in panels of 64 columns of Y, so that memory is read sequentially and no sum runs across a vector.
/// </remarks>
internal static unsafe class RowProduct
{
    private const int Lanes = 16,
        Columns = 4 * Lanes,
        Rows = 4;

    // In multiplications; for smaller products, waking the threads takes longer.
    private const long FewestForThreads = 1 << 24;

    /// <summary>Returns the number of values in the panels of W.</summary>
    internal static long Size(int columns, int depth) => (long)Panels(columns) * Columns * depth;

    /// <summary>Arranges W in panels.</summary>
    /// <param name="weights">W, [columns, depth].</param>
    /// <param name="columns">The number of columns of Y.</param>
    /// <param name="depth">The length of the sums.</param>
    /// <param name="panels">Receives [panels, depth, 64]; columns beyond the last are 0.</param>
    internal static void LayOut(ReadOnlySpan<float> weights, int columns, int depth, float* panels)
    {
        new Span<float>(panels, checked((int)Size(columns, depth))).Clear();
        for (int column = 0; column < columns; column++)
        {
            (int panel, int at) = Math.DivRem(column, Columns);
            float* to = panels + ((long)panel * depth * Columns) + at;
            for (int k = 0; k < depth; k++)
                to[(long)k * Columns] = weights[(column * depth) + k];
        }
    }

    /// <summary>Computes Y = X Wᵀ.</summary>
    /// <param name="x">[rows, depth].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="panels">W as arranged by <see cref="LayOut"/>.</param>
    /// <param name="columns">The number of columns of Y.</param>
    /// <param name="depth">The length of the sums.</param>
    /// <param name="y">[rows, columns].</param>
    /// <param name="onThreads">Whether libtorch's threads may share a large product.</param>
    internal static void Multiply(float* x, int rows, float* panels, int columns, int depth, float* y, bool onThreads)
    {
        if (!onThreads || (long)rows * columns * depth < FewestForThreads)
            Run(x, rows, panels, columns, depth, y, 0, Panels(columns));
        else
            TorchOperators.ParallelFor(Panels(columns), (begin, end) => Run(x, rows, panels, columns, depth, y, begin, end));
    }

    private static int Panels(int columns) => (columns + Columns - 1) / Columns;

    private static void Run(float* x, int rows, float* panels, int columns, int depth, float* y, long begin, long end)
    {
        float* spare = stackalloc float[Rows * Columns];
        for (long panel = begin; panel < end; panel++)
        {
            float* w = panels + (panel * depth * Columns),
                to = y + (panel * Columns);
            int wide = (int)Math.Min(Columns, columns - (panel * Columns));
            for (int row = 0; row < rows; row += Rows)
            {
                int count = Math.Min(Rows, rows - row);
                bool isWhole = wide == Columns;
                float* target = isWhole ? to + ((long)row * columns) : spare;
                int stride = isWhole ? columns : Columns;
                float* from = x + ((long)row * depth);
                if (count == Rows)
                    FourRows(from, w, depth, target, stride);
                else
                    for (int i = 0; i < count; i++)
                        SmallProducts.AcrossColumns(
                            from + ((long)i * depth),
                            depth,
                            w,
                            Columns,
                            target + ((long)i * stride),
                            Columns
                        );
                for (int i = 0; !isWhole && i < count; i++)
                    new ReadOnlySpan<float>(spare + (i * Columns), wide).CopyTo(
                        new Span<float>(to + ((long)(row + i) * columns), wide)
                    );
            }
        }
    }

    /// <summary>Uses each loaded number of W four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(float* x, float* w, int depth, float* y, int stride)
    {
        float* x1 = x + depth,
            x2 = x1 + depth,
            x3 = x2 + depth;
        Vector512<float> a0 = default,
            a1 = default,
            a2 = default,
            a3 = default,
            b0 = default,
            b1 = default,
            b2 = default,
            b3 = default;
        Vector512<float> c0 = default,
            c1 = default,
            c2 = default,
            c3 = default,
            d0 = default,
            d1 = default,
            d2 = default,
            d3 = default;
        for (int k = 0; k < depth; k++, w += Columns)
        {
            Vector512<float> w0 = Vector512.Load(w),
                w1 = Vector512.Load(w + Lanes);
            Vector512<float> w2 = Vector512.Load(w + (2 * Lanes)),
                w3 = Vector512.Load(w + (3 * Lanes));
            Vector512<float> factor = Vector512.Create(x[k]);
            a0 = Vector512.FusedMultiplyAdd(factor, w0, a0);
            a1 = Vector512.FusedMultiplyAdd(factor, w1, a1);
            a2 = Vector512.FusedMultiplyAdd(factor, w2, a2);
            a3 = Vector512.FusedMultiplyAdd(factor, w3, a3);
            factor = Vector512.Create(x1[k]);
            b0 = Vector512.FusedMultiplyAdd(factor, w0, b0);
            b1 = Vector512.FusedMultiplyAdd(factor, w1, b1);
            b2 = Vector512.FusedMultiplyAdd(factor, w2, b2);
            b3 = Vector512.FusedMultiplyAdd(factor, w3, b3);
            factor = Vector512.Create(x2[k]);
            c0 = Vector512.FusedMultiplyAdd(factor, w0, c0);
            c1 = Vector512.FusedMultiplyAdd(factor, w1, c1);
            c2 = Vector512.FusedMultiplyAdd(factor, w2, c2);
            c3 = Vector512.FusedMultiplyAdd(factor, w3, c3);
            factor = Vector512.Create(x3[k]);
            d0 = Vector512.FusedMultiplyAdd(factor, w0, d0);
            d1 = Vector512.FusedMultiplyAdd(factor, w1, d1);
            d2 = Vector512.FusedMultiplyAdd(factor, w2, d2);
            d3 = Vector512.FusedMultiplyAdd(factor, w3, d3);
        }

        Store(y, a0, a1, a2, a3);
        Store(y + stride, b0, b1, b2, b3);
        Store(y + (2L * stride), c0, c1, c2, c3);
        Store(y + (3L * stride), d0, d1, d2, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* y, Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3)
    {
        v0.Store(y);
        v1.Store(y + Lanes);
        v2.Store(y + (2 * Lanes));
        v3.Store(y + (3 * Lanes));
    }
}
