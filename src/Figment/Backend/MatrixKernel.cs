using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Figment.Backend;

/// <summary>
/// Multiplies float32 matrices on AMD processors with AVX-512. There, libtorch's own products (Intel's MKL) reach two thirds to
/// four fifths of the processor's peak; this kernel reaches more than nine tenths (docs/performance.md). The bytes of the result
/// do not depend on the number of threads.
/// </summary>
/// <remarks>
/// This follows K. Goto, R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008: 32 columns of B at a time
/// are laid out row by row, so that they stream through the cache, and are multiplied with 8 rows of A in registers. A is read in
/// place, whatever its strides.
/// </remarks>
internal static unsafe class MatrixKernel
{
    private const int Lanes = MatrixTile.Lanes,
        Rows = MatrixTile.Rows,
        Columns = MatrixTile.Columns;
    private const int Depth = 1024; // rows of B laid out at once: 128 kB, within the second-level cache
    private const int TasksPerThread = 4;
    private const long FewestProducts = 1 << 18; // below this, there is nothing to gain

    /// <summary>Whether this processor can run the kernel.</summary>
    internal static bool CanRun => Avx512F.IsSupported;

    /// <summary>Whether the kernel is faster on this processor.</summary>
    internal static bool IsFaster { get; } = IsFasterOn(Processor.Here);

    /// <summary>Whether the kernel is faster on a given processor.</summary>
    internal static bool IsFasterOn(Processor processor) => processor is { HasAvx512: true, Vendor: Processor.Amd };

    /// <summary>Whether this processor can run the kernel, and the kernel supports the types and sizes of a product.</summary>
    /// <param name="a">The matrix A, [M, K].</param>
    /// <param name="b">The matrix B, [K, N]; one of its strides must be 1.</param>
    internal static bool Takes(Tensor a, Tensor b)
    {
        if (!CanRun || !IsTaken(a) || !IsTaken(b))
            return false;
        long[] left = a.shape,
            right = b.shape;
        return left.Length == 2
            && right.Length == 2
            && left[1] == right[0]
            && right[1] >= Lanes
            && left[0] >= Rows
            && left[0] * left[1] * right[1] >= FewestProducts
            && b.stride() is [_, 1] or [1, _];
    }

    private static bool IsTaken(Tensor matrix) =>
        matrix.dtype == ScalarType.Float32 && matrix.device_type == TorchSharp.DeviceType.CPU;

    /// <summary>Computes A B, and adds <paramref name="bias"/> to every row.</summary>
    /// <param name="a">The matrix A, [M, K].</param>
    /// <param name="b">The matrix B, [K, N]; <see cref="Takes"/> must be true for both.</param>
    /// <param name="bias">The bias, [N]; null for none.</param>
    /// <returns>The product, [M, N].</returns>
    internal static Tensor Multiply(Tensor a, Tensor b, Tensor? bias = null)
    {
        using Tensor? dense = bias?.contiguous();
        Tensor product = empty(a.shape[0], b.shape[1]);
        long[] stridesOfA = a.stride(),
            stridesOfB = b.stride();
        MatrixWork work = new(
            (float*)TorchOperators.Data(a),
            stridesOfA[0],
            stridesOfA[1],
            (float*)TorchOperators.Data(b),
            stridesOfB[0],
            stridesOfB[1],
            dense is null ? null : (float*)TorchOperators.Data(dense),
            (float*)TorchOperators.Data(product),
            a.shape[0],
            b.shape[1],
            a.shape[1]
        );

        // If there are few columns, each thread also takes only some of the rows, and lays out B for itself.
        long panels = (work.N + Columns - 1) / Columns,
            groups = (work.M + Rows - 1) / Rows;
        long parts = Math.Clamp(TasksPerThread * get_num_threads() / panels, 1, groups);
        TorchOperators.ParallelFor(
            panels * parts,
            (begin, end) =>
            {
                for (long task = begin; task < end; task++)
                {
                    (long panel, long part) = Math.DivRem(task, parts);
                    Panel(
                        work,
                        panel * Columns,
                        groups * part / parts * Rows,
                        Math.Min(work.M, groups * (part + 1) / parts * Rows)
                    );
                }
            }
        );

        // The code above uses only the memory of these tensors, so keep the tensors alive until here.
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(dense);
        return product;
    }

    /// <summary>Computes some rows of 32 columns of the product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Panel(in MatrixWork work, long column, long firstRow, long endRow)
    {
        byte* memory = stackalloc byte[(((Depth * Columns) + (Rows * Columns) + (Rows * Depth)) * sizeof(float)) + 64];
        float* b = (float*)(((nuint)memory + 63) & ~(nuint)63),
            tile = b + (Depth * Columns),
            rows = tile + (Rows * Columns);
        int columns = (int)Math.Min(Columns, work.N - column);
        for (long k = 0; k < work.K; k += Depth)
        {
            int depth = (int)Math.Min(Depth, work.K - k);
            MatrixTile.LayOut(work, k, column, depth, columns, b);
            for (long row = firstRow; row < endRow; row += Rows)
            {
                int count = (int)Math.Min(Rows, endRow - row);
                float* a = work.A + (row * work.RowOfA) + (k * work.ColumnOfA);
                if (count == Rows)
                {
                    MatrixTile.Multiply(a, (nint)work.RowOfA, (nint)work.ColumnOfA, b, depth, tile);
                }
                else
                {
                    // The last few rows, computed with the same instructions.
                    new Span<float>(rows, Rows * depth).Clear();
                    for (int i = 0; i < count; i++)
                    for (int j = 0; j < depth; j++)
                        rows[(i * depth) + j] = a[(i * work.RowOfA) + (j * work.ColumnOfA)];
                    MatrixTile.Multiply(rows, depth, 1, b, depth, tile);
                }

                Put(work, tile, row, column, count, columns, isFirst: k == 0);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Put(in MatrixWork work, float* tile, long row, long column, int rows, int columns, bool isFirst)
    {
        float* bias = work.Bias == null ? null : work.Bias + column;
        for (int i = 0; i < rows; i++, tile += Columns)
        {
            float* to = work.Product + ((row + i) * work.N) + column;
            int j = 0;
            for (; j <= columns - Lanes; j += Lanes)
            {
                Vector512<float> value = Vector512.Load(tile + j);
                if (!isFirst)
                    value += Vector512.Load(to + j);
                else if (bias != null)
                    value += Vector512.Load(bias + j);
                value.Store(to + j);
            }

            for (; j < columns; j++)
                to[j] =
                    tile[j]
                    + (
                        !isFirst ? to[j]
                        : bias != null ? bias[j]
                        : 0
                    );
        }
    }
}
