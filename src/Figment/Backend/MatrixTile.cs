using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Figment.Backend;

/// <summary>The innermost part of <see cref="MatrixKernel"/>, which works in registers.</summary>
internal static unsafe class MatrixTile
{
    internal const int Lanes = 16,
        Rows = 8,
        Columns = 2 * Lanes;

    /// <summary>Copies rows of B so that 32 columns are side by side; missing columns are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void LayOut(in MatrixWork work, long k, long column, int depth, int columns, float* to)
    {
        float* b = work.B + (k * work.RowOfB) + (column * work.ColumnOfB);
        if (columns < Columns)
        {
            new Span<float>(to, depth * Columns).Clear();
            for (int i = 0; i < depth; i++)
            for (int j = 0; j < columns; j++)
                to[(i * Columns) + j] = b[(i * work.RowOfB) + (j * work.ColumnOfB)];
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
            for (int j = 0; j < Columns; j += 8)
                Turn(b + (j * work.ColumnOfB), (nint)work.ColumnOfB, depth, to + j);
        }
    }

    /// <summary>
    /// Lays eight columns of B, each contiguous in memory, side by side: blocks of 8 × 8 numbers are transposed in registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn(float* b, nint stride, int depth, float* to)
    {
        float* b1 = b + stride,
            b2 = b1 + stride,
            b3 = b2 + stride,
            b4 = b3 + stride;
        float* b5 = b4 + stride,
            b6 = b5 + stride,
            b7 = b6 + stride;
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
    private static (Vector256<float> Low, Vector256<float> High) Interleave(Vector256<float> x, Vector256<float> y) =>
        (Avx.UnpackLow(x, y), Avx.UnpackHigh(x, y));

    /// <summary>Writes the rows for two of the first four numbers and for two of the last four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join(Vector256<float> x, Vector256<float> y, Vector256<float> z, Vector256<float> w, float* to, int row)
    {
        const byte Firsts = 0b01_00_01_00,
            Seconds = 0b11_10_11_10,
            LowHalves = 0x20,
            HighHalves = 0x31;
        Vector256<float> x0 = Avx.Shuffle(x, y, Firsts),
            x1 = Avx.Shuffle(x, y, Seconds);
        Vector256<float> z0 = Avx.Shuffle(z, w, Firsts),
            z1 = Avx.Shuffle(z, w, Seconds);
        Avx.Permute2x128(x0, z0, LowHalves).Store(to + (row * Columns));
        Avx.Permute2x128(x1, z1, LowHalves).Store(to + ((row + 1) * Columns));
        Avx.Permute2x128(x0, z0, HighHalves).Store(to + ((row + 4) * Columns));
        Avx.Permute2x128(x1, z1, HighHalves).Store(to + ((row + 5) * Columns));
    }

    /// <summary>
    /// Multiplies 8 rows of A by 32 columns of B: 16 registers hold the product while <paramref name="depth"/> numbers of each
    /// row are read one after the other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(float* a, nint row, nint column, float* b, int depth, float* product)
    {
        float* a1 = a + row,
            a2 = a1 + row,
            a3 = a2 + row,
            a4 = a3 + row,
            a5 = a4 + row,
            a6 = a5 + row,
            a7 = a6 + row;
        Vector512<float> start = Vector512<float>.Zero;
        Vector512<float> c0 = start,
            d0 = start;
        Vector512<float> c1 = start,
            d1 = start;
        Vector512<float> c2 = start,
            d2 = start;
        Vector512<float> c3 = start,
            d3 = start;
        Vector512<float> c4 = start,
            d4 = start;
        Vector512<float> c5 = start,
            d5 = start;
        Vector512<float> c6 = start,
            d6 = start;
        Vector512<float> c7 = start,
            d7 = start;
        nint q = 0;
        for (int k = 0; k < depth; k++, q += column, b += Columns)
        {
            Vector512<float> left = Vector512.Load(b),
                right = Vector512.Load(b + Lanes),
                x;
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
}

/// <summary>The addresses, strides and sizes of the matrices. Strides count numbers, not bytes.</summary>
internal readonly unsafe struct MatrixWork(
    float* a,
    long rowOfA,
    long columnOfA,
    float* b,
    long rowOfB,
    long columnOfB,
    float* bias,
    float* product,
    long m,
    long n,
    long k
)
{
    internal readonly float* A = a,
        B = b,
        Bias = bias,
        Product = product;
    internal readonly long RowOfA = rowOfA,
        ColumnOfA = columnOfA,
        RowOfB = rowOfB,
        ColumnOfB = columnOfB,
        M = m,
        N = n,
        K = k;
}
