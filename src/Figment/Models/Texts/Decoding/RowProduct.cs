using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Figment.Backend;

namespace Figment.Models.Texts;

/// <summary>
/// Y = X Wᵀ for few rows of X: what reading one token of one text, or of some texts, takes. Each number of Y is summed in the same order
/// whatever other rows there are, so that a text gets the same whoever is served beside it.
/// </summary>
/// <remarks>libtorch's products take some microseconds each to begin; all products of a small model for one token take less.</remarks>
internal static unsafe class RowProduct
{
    private const int Lanes = 16, Tile = 4;
    private const long FewestForThreads = 1 << 24; // multiplications; below, waking threads takes longer

    /// <summary>Multiplies.</summary>
    /// <param name="x">[rows, depth].</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="weights">W, [columns, depth], depth a multiple of 16 (<see cref="Padded"/>).</param>
    /// <param name="columns">How many columns Y has.</param>
    /// <param name="depth">Numbers that are summed over.</param>
    /// <param name="y">[rows, columns].</param>
    internal static void Multiply(float* x, int rows, float* weights, int columns, int depth, float* y)
    {
        long blocks = (columns + Tile - 1) / Tile;
        if ((long)rows * columns * depth < FewestForThreads) Columns(x, rows, weights, columns, depth, y, 0, blocks);
        else TorchOperators.ParallelFor(blocks, (begin, end) => Columns(x, rows, weights, columns, depth, y, begin, end));
    }

    /// <summary>A depth in whole vectors; what is beyond must be 0.</summary>
    internal static int Padded(int depth) => (depth + Lanes - 1) / Lanes * Lanes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(float* x, int rows, float* weights, int columns, int depth, float* y, long begin, long end)
    {
        float* spare = stackalloc float[Tile * Tile];
        for (long block = begin; block < end; block++)
        {
            int column = (int)block * Tile, wide = Math.Min(Tile, columns - column);
            float* w = weights + ((long)column * depth);
            int row = 0;
            for (; row + Tile <= rows && wide == Tile; row += Tile)
            {
                Tile4x4(x + ((long)row * depth), w, depth, spare);
                for (int i = 0; i < Tile; i++) Vector128.Load(spare + (i * Tile)).Store(y + ((long)(row + i) * columns) + column);
            }

            for (; row < rows; row++)
            {
                float* to = y + ((long)row * columns) + column;
                if (wide == Tile) Tile1x4(x + ((long)row * depth), w, depth, to);
                else for (int j = 0; j < wide; j++) to[j] = Dot(x + ((long)row * depth), w + ((long)j * depth), depth);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Dot(float* a, float* b, int depth)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        for (int k = 0; k < depth; k += Lanes) sum = Vector512.FusedMultiplyAdd(Vector512.Load(a + k), Vector512.Load(b + k), sum);
        return Vector512.Sum(sum);
    }

    /// <summary>One row by four columns: four sums that do not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x4(float* x, float* w, int depth, float* y)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (int k = 0; k < depth; k += Lanes)
        {
            Vector512<float> row = Vector512.Load(x + k);
            s0 = Vector512.FusedMultiplyAdd(row, Vector512.Load(w + k), s0);
            s1 = Vector512.FusedMultiplyAdd(row, Vector512.Load(w + depth + k), s1);
            s2 = Vector512.FusedMultiplyAdd(row, Vector512.Load(w + (2 * depth) + k), s2);
            s3 = Vector512.FusedMultiplyAdd(row, Vector512.Load(w + (3 * depth) + k), s3);
        }

        (y[0], y[1], y[2], y[3]) = (Vector512.Sum(s0), Vector512.Sum(s1), Vector512.Sum(s2), Vector512.Sum(s3));
    }

    /// <summary>Four rows by four columns: each number that is loaded is used four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x4(float* x, float* w, int depth, float* y)
    {
        Vector512<float> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<float> s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        for (int k = 0; k < depth; k += Lanes)
        {
            Vector512<float> w0 = Vector512.Load(w + k), w1 = Vector512.Load(w + depth + k);
            Vector512<float> w2 = Vector512.Load(w + (2 * depth) + k), w3 = Vector512.Load(w + (3 * depth) + k);
            Vector512<float> row = Vector512.Load(x + k);
            (s00, s01) = (Vector512.FusedMultiplyAdd(row, w0, s00), Vector512.FusedMultiplyAdd(row, w1, s01));
            (s02, s03) = (Vector512.FusedMultiplyAdd(row, w2, s02), Vector512.FusedMultiplyAdd(row, w3, s03));
            row = Vector512.Load(x + depth + k);
            (s10, s11) = (Vector512.FusedMultiplyAdd(row, w0, s10), Vector512.FusedMultiplyAdd(row, w1, s11));
            (s12, s13) = (Vector512.FusedMultiplyAdd(row, w2, s12), Vector512.FusedMultiplyAdd(row, w3, s13));
            row = Vector512.Load(x + (2 * depth) + k);
            (s20, s21) = (Vector512.FusedMultiplyAdd(row, w0, s20), Vector512.FusedMultiplyAdd(row, w1, s21));
            (s22, s23) = (Vector512.FusedMultiplyAdd(row, w2, s22), Vector512.FusedMultiplyAdd(row, w3, s23));
            row = Vector512.Load(x + (3 * depth) + k);
            (s30, s31) = (Vector512.FusedMultiplyAdd(row, w0, s30), Vector512.FusedMultiplyAdd(row, w1, s31));
            (s32, s33) = (Vector512.FusedMultiplyAdd(row, w2, s32), Vector512.FusedMultiplyAdd(row, w3, s33));
        }

        (y[0], y[1], y[2], y[3]) = (Vector512.Sum(s00), Vector512.Sum(s01), Vector512.Sum(s02), Vector512.Sum(s03));
        (y[4], y[5], y[6], y[7]) = (Vector512.Sum(s10), Vector512.Sum(s11), Vector512.Sum(s12), Vector512.Sum(s13));
        (y[8], y[9], y[10], y[11]) = (Vector512.Sum(s20), Vector512.Sum(s21), Vector512.Sum(s22), Vector512.Sum(s23));
        (y[12], y[13], y[14], y[15]) = (Vector512.Sum(s30), Vector512.Sum(s31), Vector512.Sum(s32), Vector512.Sum(s33));
    }
}
