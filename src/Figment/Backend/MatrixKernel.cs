using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Figment.Backend;

/// <summary>
/// Products of float32 matrices on processors of AMD's with AVX-512, where libtorch's own (Intel's MKL) reach two thirds to four fifths of what
/// the processor can do and these more than nine tenths (docs/performance.md). The bytes do not depend on the number of threads.
/// </summary>
/// <remarks>
/// After K. Goto, R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008: 32 columns of B at a time are laid out row by row,
/// so that they stream through the cache, and meet 8 rows of A in registers. A is read where it lies, whatever its strides.
/// </remarks>
internal static unsafe class MatrixKernel
{
    private const int Lanes = 16, Rows = 8, Columns = 2 * Lanes;
    private const int Depth = 1024;            // rows of B laid out at once: 128 kB, within the second-level cache
    private const int TasksPerThread = 4;
    private const long FewestProducts = 1 << 18; // below, there is nothing to gain

    /// <summary>Whether this processor can run it.</summary>
    internal static bool CanRun => Avx512F.IsSupported;

    /// <summary>Whether this processor is one where it pays.</summary>
    internal static bool IsFaster { get; } = IsFasterOn(Processor.Here);

    /// <summary>Whether it pays on a processor.</summary>
    internal static bool IsFasterOn(Processor processor) => processor is { HasAvx512: true, Vendor: Processor.Amd };

    /// <summary>Whether this processor can run it, and a product is of a kind and size that it takes.</summary>
    /// <param name="a">[M, K].</param>
    /// <param name="b">[K, N], with one of its strides 1.</param>
    internal static bool Takes(Tensor a, Tensor b)
    {
        if (!CanRun || a.dtype != ScalarType.Float32 || b.dtype != ScalarType.Float32 || a.device_type != TorchSharp.DeviceType.CPU || b.device_type != TorchSharp.DeviceType.CPU) return false;
        long[] left = a.shape, right = b.shape;
        return left.Length == 2 && right.Length == 2 && left[1] == right[0] && right[1] >= Lanes && left[0] >= Rows
            && left[0] * left[1] * right[1] >= FewestProducts && b.stride() is [_, 1] or [1, _];
    }

    /// <summary>A B, with <paramref name="bias"/> added to every row.</summary>
    /// <param name="a">[M, K].</param>
    /// <param name="b">[K, N]; <see cref="Takes"/> has agreed to both.</param>
    /// <param name="bias">[N]; null for none.</param>
    /// <returns>[M, N].</returns>
    internal static Tensor Multiply(Tensor a, Tensor b, Tensor? bias = null)
    {
        using Tensor? dense = bias?.contiguous();
        Tensor product = empty(a.shape[0], b.shape[1]);
        long[] stridesOfA = a.stride(), stridesOfB = b.stride();
        Work work = new(
            (float*)TorchOperators.Data(a), stridesOfA[0], stridesOfA[1], (float*)TorchOperators.Data(b), stridesOfB[0], stridesOfB[1],
            dense is null ? null : (float*)TorchOperators.Data(dense), (float*)TorchOperators.Data(product), a.shape[0], b.shape[1], a.shape[1]);

        // Where there are few columns, each thread also takes only some of the rows: it then lays out B for itself.
        long panels = (work.N + Columns - 1) / Columns, groups = (work.M + Rows - 1) / Rows;
        long parts = Math.Clamp(TasksPerThread * get_num_threads() / panels, 1, groups);
        TorchOperators.ParallelFor(panels * parts, (begin, end) =>
        {
            for (long task = begin; task < end; task++)
            {
                (long panel, long part) = Math.DivRem(task, parts);
                Panel(work, panel * Columns, groups * part / parts * Rows, Math.Min(work.M, groups * (part + 1) / parts * Rows));
            }
        });

        // Only their memory is used above: a collection must not take what nobody else holds.
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(dense);
        return product;
    }

    /// <summary>Some rows of 32 columns of the product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Panel(in Work work, long column, long firstRow, long endRow)
    {
        byte* memory = stackalloc byte[(((Depth * Columns) + (Rows * Columns) + (Rows * Depth)) * sizeof(float)) + 64];
        float* b = (float*)(((nuint)memory + 63) & ~(nuint)63), tile = b + (Depth * Columns), rows = tile + (Rows * Columns);
        int columns = (int)Math.Min(Columns, work.N - column);
        for (long k = 0; k < work.K; k += Depth)
        {
            int depth = (int)Math.Min(Depth, work.K - k);
            LayOut(work, k, column, depth, columns, b);
            for (long row = firstRow; row < endRow; row += Rows)
            {
                int count = (int)Math.Min(Rows, endRow - row);
                float* a = work.A + (row * work.RowOfA) + (k * work.ColumnOfA);
                if (count == Rows)
                {
                    Tile(a, (nint)work.RowOfA, (nint)work.ColumnOfA, b, depth, tile);
                }
                else
                {
                    // The last few rows, by the same instructions.
                    new Span<float>(rows, Rows * depth).Clear();
                    for (int i = 0; i < count; i++)
                        for (int j = 0; j < depth; j++) rows[(i * depth) + j] = a[(i * work.RowOfA) + (j * work.ColumnOfA)];
                    Tile(rows, depth, 1, b, depth, tile);
                }

                Put(work, tile, row, column, count, columns, isFirst: k == 0);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Put(in Work work, float* tile, long row, long column, int rows, int columns, bool isFirst)
    {
        float* bias = work.Bias == null ? null : work.Bias + column;
        for (int i = 0; i < rows; i++, tile += Columns)
        {
            float* to = work.Product + ((row + i) * work.N) + column;
            int j = 0;
            for (; j <= columns - Lanes; j += Lanes)
            {
                Vector512<float> value = Vector512.Load(tile + j);
                if (!isFirst) value += Vector512.Load(to + j);
                else if (bias != null) value += Vector512.Load(bias + j);
                value.Store(to + j);
            }

            for (; j < columns; j++) to[j] = tile[j] + (!isFirst ? to[j] : bias != null ? bias[j] : 0);
        }
    }

    /// <summary>Copies rows of B so that 32 columns stand side by side; what is missing of them is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LayOut(in Work work, long k, long column, int depth, int columns, float* to)
    {
        float* b = work.B + (k * work.RowOfB) + (column * work.ColumnOfB);
        if (columns < Columns)
        {
            new Span<float>(to, depth * Columns).Clear();
            for (int i = 0; i < depth; i++)
                for (int j = 0; j < columns; j++) to[(i * Columns) + j] = b[(i * work.RowOfB) + (j * work.ColumnOfB)];
        }
        else if (work.ColumnOfB == 1)
        {
            for (int i = 0; i < depth; i++, b += work.RowOfB, to += Columns)
            {
                Vector512.Load(b).Store(to);
                Vector512.Load(b + Lanes).Store(to + Lanes);
            }
        }
        else
        {
            for (int j = 0; j < Columns; j += 8) Turn(b + (j * work.ColumnOfB), (nint)work.ColumnOfB, depth, to + j);
        }
    }

    /// <summary>Lays eight columns of B, each contiguous in memory, side by side: 8 × 8 numbers are turned in registers at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn(float* b, nint stride, int depth, float* to)
    {
        float* b1 = b + stride, b2 = b1 + stride, b3 = b2 + stride, b4 = b3 + stride, b5 = b4 + stride, b6 = b5 + stride, b7 = b6 + stride;
        int k = 0;
        for (; k <= depth - 8; k += 8, to += 8 * Columns)
        {
            (Vector256<float> p0, Vector256<float> p1) = Interleave(Vector256.Load(b + k), Vector256.Load(b1 + k));
            (Vector256<float> p2, Vector256<float> p3) = Interleave(Vector256.Load(b2 + k), Vector256.Load(b3 + k));
            (Vector256<float> p4, Vector256<float> p5) = Interleave(Vector256.Load(b4 + k), Vector256.Load(b5 + k));
            (Vector256<float> p6, Vector256<float> p7) = Interleave(Vector256.Load(b6 + k), Vector256.Load(b7 + k));
            Join(p0, p2, p4, p6, to, 0);
            Join(p1, p3, p5, p7, to, 2);
        }

        for (; k < depth; k++, to += Columns)
        {
            (to[0], to[1], to[2], to[3]) = (b[k], b1[k], b2[k], b3[k]);
            (to[4], to[5], to[6], to[7]) = (b4[k], b5[k], b6[k], b7[k]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Low, Vector256<float> High) Interleave(Vector256<float> x, Vector256<float> y) => (Avx.UnpackLow(x, y), Avx.UnpackHigh(x, y));

    /// <summary>Two rows of the first four numbers, two of the last four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join(Vector256<float> x, Vector256<float> y, Vector256<float> z, Vector256<float> w, float* to, int row)
    {
        const byte Firsts = 0b01_00_01_00, Seconds = 0b11_10_11_10, LowHalves = 0x20, HighHalves = 0x31;
        Vector256<float> x0 = Avx.Shuffle(x, y, Firsts), x1 = Avx.Shuffle(x, y, Seconds), z0 = Avx.Shuffle(z, w, Firsts), z1 = Avx.Shuffle(z, w, Seconds);
        Avx.Permute2x128(x0, z0, LowHalves).Store(to + (row * Columns));
        Avx.Permute2x128(x1, z1, LowHalves).Store(to + ((row + 1) * Columns));
        Avx.Permute2x128(x0, z0, HighHalves).Store(to + ((row + 4) * Columns));
        Avx.Permute2x128(x1, z1, HighHalves).Store(to + ((row + 5) * Columns));
    }

    /// <summary>8 rows of A times 32 columns of B: 16 registers hold the product while <paramref name="depth"/> numbers of each row pass by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(float* a, nint row, nint column, float* b, int depth, float* product)
    {
        float* a1 = a + row, a2 = a1 + row, a3 = a2 + row, a4 = a3 + row, a5 = a4 + row, a6 = a5 + row, a7 = a6 + row;
        Vector512<float> start = Vector512<float>.Zero;
        Vector512<float> c0 = start, d0 = start;
        Vector512<float> c1 = start, d1 = start;
        Vector512<float> c2 = start, d2 = start;
        Vector512<float> c3 = start, d3 = start;
        Vector512<float> c4 = start, d4 = start;
        Vector512<float> c5 = start, d5 = start;
        Vector512<float> c6 = start, d6 = start;
        Vector512<float> c7 = start, d7 = start;
        nint q = 0;
        for (int k = 0; k < depth; k++, q += column, b += Columns)
        {
            Vector512<float> left = Vector512.Load(b), right = Vector512.Load(b + Lanes), x;
            x = Vector512.Create(a[q]);
            c0 = Vector512.FusedMultiplyAdd(x, left, c0);
            d0 = Vector512.FusedMultiplyAdd(x, right, d0);
            x = Vector512.Create(a1[q]);
            c1 = Vector512.FusedMultiplyAdd(x, left, c1);
            d1 = Vector512.FusedMultiplyAdd(x, right, d1);
            x = Vector512.Create(a2[q]);
            c2 = Vector512.FusedMultiplyAdd(x, left, c2);
            d2 = Vector512.FusedMultiplyAdd(x, right, d2);
            x = Vector512.Create(a3[q]);
            c3 = Vector512.FusedMultiplyAdd(x, left, c3);
            d3 = Vector512.FusedMultiplyAdd(x, right, d3);
            x = Vector512.Create(a4[q]);
            c4 = Vector512.FusedMultiplyAdd(x, left, c4);
            d4 = Vector512.FusedMultiplyAdd(x, right, d4);
            x = Vector512.Create(a5[q]);
            c5 = Vector512.FusedMultiplyAdd(x, left, c5);
            d5 = Vector512.FusedMultiplyAdd(x, right, d5);
            x = Vector512.Create(a6[q]);
            c6 = Vector512.FusedMultiplyAdd(x, left, c6);
            d6 = Vector512.FusedMultiplyAdd(x, right, d6);
            x = Vector512.Create(a7[q]);
            c7 = Vector512.FusedMultiplyAdd(x, left, c7);
            d7 = Vector512.FusedMultiplyAdd(x, right, d7);
        }

        c0.Store(product + (0 * Columns));
        d0.Store(product + (0 * Columns) + Lanes);
        c1.Store(product + (1 * Columns));
        d1.Store(product + (1 * Columns) + Lanes);
        c2.Store(product + (2 * Columns));
        d2.Store(product + (2 * Columns) + Lanes);
        c3.Store(product + (3 * Columns));
        d3.Store(product + (3 * Columns) + Lanes);
        c4.Store(product + (4 * Columns));
        d4.Store(product + (4 * Columns) + Lanes);
        c5.Store(product + (5 * Columns));
        d5.Store(product + (5 * Columns) + Lanes);
        c6.Store(product + (6 * Columns));
        d6.Store(product + (6 * Columns) + Lanes);
        c7.Store(product + (7 * Columns));
        d7.Store(product + (7 * Columns) + Lanes);
    }

    /// <summary>Where the matrices lie. Strides are in numbers.</summary>
    private readonly struct Work(float* a, long rowOfA, long columnOfA, float* b, long rowOfB, long columnOfB, float* bias, float* product, long m, long n, long k)
    {
        internal readonly float* A = a, B = b, Bias = bias, Product = product;
        internal readonly long RowOfA = rowOfA, ColumnOfA = columnOfA, RowOfB = rowOfB, ColumnOfB = columnOfB, M = m, N = n, K = k;
    }
}
